import { all, type ContactRecord } from "../journal/contacts.ts";
import { blockSecondsMax, functionSecondsMax, latencyMsMax, phoneKeys, phoneNumber, pressesMax } from "./limits.ts";
import type { ConditionWish, InstanceView, SimulationWish } from "./protocol.ts";

/** A call as it might be: who calls and presses what, the time-outs, and what the APIs do. All of it stands in the page's address. */
export interface Scenario {
  readonly number: string;
  readonly from: string;
  /** An entry for each time that the line asks. */
  readonly press: readonly string[];
  readonly blockSeconds: number;
  readonly functionSeconds: number;
  /** Of the APIs that are not as they come. */
  readonly latencyMs: Readonly<Record<string, number>>;
  readonly fault: Readonly<Record<string, string>>;
}

/** Where neither a record nor the flow says anything: Connect's most, and Lambda's usual. */
const usual = { from: "+819012345678", blockSeconds: blockSecondsMax, functionSeconds: 3 };

/** Undefined where the address names none. What is missing or impossible in it is as usual. */
export function readScenario(hash: string): Scenario | undefined {
  const [path, query] = hash.split("?");
  if (path !== "#/what-if") return undefined;
  const named = new URLSearchParams(query);
  const number = named.get("number");
  if (number === null) return undefined;
  return {
    number,
    from: named.get("from") ?? usual.from,
    press: pressesOf(named.get("press") ?? ""),
    blockSeconds: seconds(named.get("block"), blockSecondsMax, usual.blockSeconds),
    functionSeconds: seconds(named.get("function"), functionSecondsMax, usual.functionSeconds),
    latencyMs: Object.fromEntries(
      [...under(named, "latency.")].flatMap(([name, text]) => {
        const ms = Number(text);
        return ms > 0 && ms <= latencyMsMax ? [[name, ms]] : [];
      }),
    ),
    fault: Object.fromEntries(under(named, "fault.")),
  };
}

export function addressOfScenario(scenario: Scenario): string {
  const { number, from, press, blockSeconds, functionSeconds, latencyMs, fault } = scenario;
  const named = new URLSearchParams({
    ...{ number, from, press: press.join(), block: String(blockSeconds), function: String(functionSeconds) },
    ...Object.fromEntries(Object.entries(latencyMs).map(([name, ms]) => [`latency.${name}`, String(ms)])),
    ...Object.fromEntries(Object.entries(fault).map(([name, one]) => [`fault.${name}`, one])),
  });
  return `#/what-if?${named.toString().replaceAll("%2C", ",")}`;
}

/** "1,1224#,,2": the third time the caller stays silent. */
export function pressesOf(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.split(",").map((keys) => keys.trim());
}

export function wishOf(scenario: Scenario): SimulationWish {
  const { latencyMs, fault, ...call } = scenario;
  const names = [...new Set([...Object.keys(latencyMs), ...Object.keys(fault)])];
  const conditions = names.map((name) => {
    const broken = fault[name];
    return [name, { latencyMs: latencyMs[name] ?? 0, ...(broken !== undefined && { fault: broken }) }] as const;
  });
  return { ...call, conditions: Object.fromEntries(conditions) };
}

/** What no call can be made of, by the field it stands in. */
export interface ScenarioProblems {
  /** The line has no such number. */
  readonly number: string | undefined;
  /** It is none in E.164 form. */
  readonly from: string | undefined;
  /** An entry that nobody can press, or how many there are where they are too many. */
  readonly press: string | number | undefined;
}

/** What the server would refuse. Undefined: nothing of it. */
export function problemsOf(
  { number, from, press }: Scenario,
  { phoneNumbers }: InstanceView,
): ScenarioProblems | undefined {
  const problems = {
    number: phoneNumbers.some((one) => one.number === number) ? undefined : number,
    from: phoneNumber.test(from) ? undefined : from,
    press: press.find((keys) => !phoneKeys.test(keys)) ?? (press.length > pressesMax ? press.length : undefined),
  };
  return Object.values(problems).some((problem) => problem !== undefined) ? problems : undefined;
}

/** The call of a record, as it was: the keys of each input, the time-outs, and how each API behaved last. */
export function scenarioOf(
  { initiated, events, invocations, externals }: ContactRecord,
  instance: InstanceView,
): Scenario {
  const { to: number, from } = initiated;
  const keys = new Map<string, string>();
  for (const { id, key } of all(events, "input.key")) keys.set(id, (keys.get(id) ?? "") + key);
  const [invocation] = invocations;
  const apis = externals.filter(({ started }) => started.role !== "store").map(({ started }) => started);
  const planned = plannedTimeouts(instance, number);
  return {
    ...{ number, from },
    press: all(events, "input.started").map(({ id }) => keys.get(id) ?? ""),
    blockSeconds: invocation === undefined ? planned.blockSeconds : clamped(invocation.started.limitMs / 1_000),
    functionSeconds: timeoutOf(instance, invocation?.started.functionName) ?? planned.functionSeconds,
    latencyMs: Object.fromEntries(apis.flatMap((one) => (one.latencyMs > 0 ? [[one.external, one.latencyMs]] : []))),
    fault: Object.fromEntries(apis.flatMap((one) => (one.fault === undefined ? [] : [[one.external, one.fault]]))),
  };
}

/**
 * A call to the number with the time-outs of its flow's first Invoke block, and with what the instance's example of that
 * title, or else its first one for the number, has the caller press and the APIs do.
 */
export function scenarioFor(instance: InstanceView, number: string, title?: string): Scenario {
  const examples = instance.examples.filter((one) => one.number === number);
  const { press = [], conditions = {} } = examples.find((one) => one.title === title) ?? examples[0] ?? {};
  return { ...{ number, from: usual.from, press }, ...unusual(conditions), ...plannedTimeouts(instance, number) };
}

/** What of the APIs' conditions is not as it comes. */
export function unusual(conditions: Readonly<Record<string, ConditionWish>>): Pick<Scenario, "latencyMs" | "fault"> {
  const all = Object.entries(conditions);
  return {
    latencyMs: Object.fromEntries(
      all.flatMap(([name, { latencyMs = 0 }]) => (latencyMs > 0 ? [[name, latencyMs]] : [])),
    ),
    fault: Object.fromEntries(all.flatMap(([name, { fault }]) => (fault === undefined ? [] : [[name, fault]]))),
  };
}

function plannedTimeouts(instance: InstanceView, number: string): Pick<Scenario, "blockSeconds" | "functionSeconds"> {
  const answering = instance.phoneNumbers.find((one) => one.number === number)?.flow;
  const flow = instance.flows.find(({ name }) => name === answering);
  const block = flow?.actions.find(({ type }) => type === "InvokeLambdaFunction")?.parameters;
  const name = String(block?.LambdaFunctionARN ?? "")
    .split(":")
    .at(-1);
  return {
    blockSeconds: seconds(String(block?.InvocationTimeLimitSeconds), blockSecondsMax, usual.blockSeconds),
    functionSeconds: timeoutOf(instance, name) ?? usual.functionSeconds,
  };
}

function timeoutOf({ functions }: InstanceView, name: string | undefined): number | undefined {
  const own = functions.find((one) => one.name === name);
  return own === undefined ? undefined : Math.max(1, Math.round(own.timeoutMs / 1_000));
}

/** What functions in a row have left may be less than any block's limit. */
function clamped(value: number): number {
  return Math.min(blockSecondsMax, Math.max(1, Math.round(value)));
}

function seconds(text: string | null, max: number, otherwise: number): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= max ? value : otherwise;
}

function under(named: URLSearchParams, prefix: string): readonly (readonly [string, string])[] {
  return [...named].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : []));
}
