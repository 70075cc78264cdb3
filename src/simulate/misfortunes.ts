import type { Millis } from "../clock/clock.ts";
import type { Fault } from "../external/fault.ts";
import type { Conditions } from "../external/tap.ts";
import type { Option } from "./choices.ts";

/**
 * What can go wrong around one call. The vocabulary of the search, whoever plays the parts: modelled functions
 * and APIs, or real handlers behind the tap.
 */

/** What Lambda does with an attempt. */
export interface AttemptOption extends Option {
  readonly fate: "warm" | "cold" | "throttled" | "serviceError";
}

/** Not AWS's number: chosen. Long enough to move an attempt past a time-out that it would have kept. */
export const coldStartMs: Millis = 1_000;

export const attemptOptions: readonly [AttemptOption, ...AttemptOption[]] = [
  { id: "warm", name: "an environment is waiting", fate: "warm" },
  { id: "cold-start", name: "a cold start of 1 s", fate: "cold" },
  { id: "throttled", name: "Lambda throttles the attempt", fate: "throttled" },
  { id: "service-error", name: "Lambda has a fault of its own", fate: "serviceError" },
];

/** What becomes of a request to an external API, and of the function that sends it. */
export interface RequestOption extends Option {
  readonly conditions: Conditions;
  /** The function's process ends: instead of sending the request, or as soon as the API has done its work. */
  readonly crash: "before" | "after" | undefined;
}

/** A moment after which nobody waits for the answer any more. */
export interface Limit {
  readonly id: "function" | "block" | "request";
  /** From the moment at which the request is sent. */
  readonly inMs: Millis;
}

const limitNames: Readonly<Record<Limit["id"], string>> = {
  function: "the function's time-out",
  block: "the block's time-out",
  request: "the function's patience with the request",
};

const faultNames: Readonly<Record<Fault, string>> = {
  "error-before": "fails and did not do the work",
  "error-after": "does the work and fails then",
  "reset-before": "breaks the connection and did not do the work",
  "reset-after": "does the work and breaks the connection then",
  silent: "gets nothing and never answers",
};

/**
 * An API that is slow matters only where its answer comes just before or just after a limit; and limits after the
 * one at which the function itself stops listening make no difference to it.
 */
export function requestOptions(
  external: string,
  usualMs: Millis,
  limits: readonly Limit[],
): readonly [RequestOption, ...RequestOption[]] {
  // Made once for each situation: a search comes to the same ones over and over.
  let key = `${external} ${usualMs}`;
  for (const { id, inMs } of limits) key += ` ${id} ${inMs}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const options = make(external, usualMs, limits);
  if (made.size < madeMax) made.set(key, options);
  return options;
}

const made = new Map<string, readonly [RequestOption, ...RequestOption[]]>();
/** Not AWS's number, chosen: far more situations than a search meets, unless it is of another kind than expected. */
const madeMax = 10_000;

function make(
  external: string,
  usualMs: Millis,
  limits: readonly Limit[],
): readonly [RequestOption, ...RequestOption[]] {
  const conditions = { latencyMs: usualMs, fault: undefined };
  const listensForMs = Math.min(...limits.filter(({ id }) => id !== "block").map(({ inMs }) => inMs));
  const knowsPatience = limits.some(({ id }) => id === "request");
  const slow = limits
    .filter(({ inMs }) => inMs <= listensForMs)
    .flatMap(({ id, inMs }) => [
      answering(external, `1-ms-before-${id}`, `1 ms before ${limitNames[id]}`, inMs - 1),
      answering(external, `1-ms-after-${id}`, `1 ms after ${limitNames[id]}`, inMs + 1),
    ])
    .concat(knowsPatience ? [] : limits.filter(({ id }) => id === "function").map(({ inMs }) => inHalf(external, inMs)))
    .filter(({ conditions: { latencyMs } }) => latencyMs > usualMs)
    // Two limits at the same moment are one.
    .filter((one, index, all) => all.findIndex((other) => isAsSlow(one, other)) === index);
  return [
    { id: "as-usual", name: `the ${external} API answers as usual`, conditions, crash: undefined },
    ...slow,
    ...(Object.keys(faultNames) as Fault[]).map((fault) => ({
      id: fault,
      name: `the ${external} API ${faultNames[fault]}`,
      conditions: { latencyMs: usualMs, fault },
      crash: undefined,
    })),
    { id: "crash-before", name: "the function crashes before its request", conditions, crash: "before" },
    { id: "crash-after", name: "the function crashes after its request", conditions, crash: "after" },
  ];
}

const isAsSlow = (one: RequestOption, other: RequestOption) => one.conditions.latencyMs === other.conditions.latencyMs;

/** A function whose requests have limits that nobody here knows may get a slow answer all the same, and has less time for the next one. */
function inHalf(external: string, functionMs: Millis): RequestOption {
  return answering(
    external,
    "half-of-function",
    "after half of the time that the function has left",
    Math.round(functionMs / 2),
  );
}

function answering(external: string, id: string, when: string, latencyMs: Millis): RequestOption {
  return {
    id,
    name: `the ${external} API answers ${when}`,
    conditions: { latencyMs, fault: undefined },
    crash: undefined,
  };
}

/** What the caller does while the flow speaks, or while it waits for a function. */
export interface PatienceOption extends Option {
  readonly hangsUp: boolean;
}

export const promptOptions: readonly [PatienceOption, ...PatienceOption[]] = [
  { id: "listens", name: "the caller listens", hangsUp: false },
  { id: "dials-again", name: "the caller hangs up here and dials again", hangsUp: true },
];

export const waitOptions: readonly [PatienceOption, ...PatienceOption[]] = [
  { id: "waits", name: "the caller waits", hangsUp: false },
  { id: "dials-again", name: "the caller hangs up while the function runs and dials again", hangsUp: true },
];
