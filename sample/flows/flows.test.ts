import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Reason } from "../functions/reserve/result.ts";
import instance from "../instance.json" with { type: "json" };
import { legacyInstance } from "../legacy.mjs";
import { flows } from "./make.mjs";

interface Action {
  Identifier: string;
  Type: string;
  Parameters: Record<string, unknown>;
  Transitions: {
    NextAction?: string;
    Conditions?: { NextAction: string; Condition: { Operator: string; Operands: string[] } }[];
    Errors?: { NextAction: string; ErrorType: string }[];
  };
}

const reasons: Reason[] = ["full", "overlapping", "none-to-change", "invalid", "unknown-caller"];

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".json"));
const committed = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");

test("the exported flows are those that make.mjs makes: run it after a change", () => {
  expect(Object.fromEntries(files.map((file) => [file, committed(file)]))).toEqual(flows);
});

test("the legacy instance is the one that legacy.mjs makes: run it after a change of instance.json", () => {
  const written = readFileSync(join(import.meta.dirname, "../instance-legacy.json"), "utf8");
  expect(JSON.parse(written)).toEqual(JSON.parse(legacyInstance()));
});

test("the instance has every flow under the name of its file, and a number for each", () => {
  expect(Object.values(instance.flows).sort()).toEqual(files.map((file) => `flows/${file}`).sort());
  expect(Object.keys(instance.flows).sort()).toEqual(Object.values(instance.phoneNumbers).sort());
});

describe.each(files)("%s", (file) => {
  const { StartAction, Metadata, Actions } = JSON.parse(committed(file));
  const actions = new Map<string, Action>(Actions.map((action: Action) => [action.Identifier, action]));

  test("names each block once, and every block can be reached", () => {
    expect(actions.size).toBe(Actions.length);
    const reached = new Set<string>();
    const reach = (identifier: string): void => {
      const action = actions.get(identifier);
      expect(action, identifier).toBeDefined();
      if (action === undefined || reached.has(identifier)) return;
      reached.add(identifier);
      waysFrom(action).forEach(reach);
    };
    reach(StartAction);
    expect([...reached].sort()).toEqual([...actions.keys()].sort());
  });

  test("has a place on the canvas for each block, and no two in one place", () => {
    const places = [...actions.keys()].map((identifier) => Metadata.ActionMetadata[identifier].position);
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(actions.size);
  });

  test("hangs up on every way that does not end in a queue", () => {
    const ends = [...actions.values()].filter((action) => waysFrom(action).length === 0);
    expect(ends.map(({ Type }) => Type)).toEqual(["DisconnectParticipant"]);
  });

  test("writes numbers and booleans as texts, as Connect exports them", () => {
    expect(Actions.flatMap(({ Parameters }: Action) => leaves(Parameters)).filter(isNotText)).toEqual([]);
  });

  test("invokes functions that the instance has", () => {
    const arns = Actions.map(({ Parameters }: Action) => Parameters.LambdaFunctionARN).filter(Boolean);
    expect(arns).not.toEqual([]);
    for (const arn of arns) expect(Object.keys(instance.functions)).toContain(arn.split(":").at(-1));
  });
});

test.each([
  { number: "+81312340001", limit: "8", function: "reserve-naive" },
  { number: "+81312340002", limit: "7", function: "reserve-naive" },
  { number: "+81312340003", limit: "8", function: "reserve" },
  { number: "+81312340004", limit: "8", function: "reserve_py" },
  { number: "+81312340005", limit: "8", function: "reserve-powertools" },
  { number: "+81312340006", limit: "8", function: "reserve-key" },
  { number: "+81312340011", limit: "8", function: "reserve_naive_py" },
  { number: "+81312341001", limit: "8", function: "reserve-naive" },
  { number: "+81312341002", limit: "7", function: "reserve-naive" },
  { number: "+81312341003", limit: "8", function: "reserve" },
  { number: "+81312340087", limit: "8", function: "sleep-seven" },
  { number: "+81312340077", limit: "7", function: "sleep-seven" },
  { number: "+81312340070", limit: "7", function: "raise-error" },
])("$number waits $limit s for $function, which may take 7 s", ({ number, limit, function: name }) => {
  const flow = Object.entries(instance.phoneNumbers).find(([own]) => own === number)?.[1];
  const { Actions } = JSON.parse(committed(`${flow}.json`));
  const invoke = Actions.find(({ Type }: Action) => Type === "InvokeLambdaFunction");
  expect(invoke.Parameters.InvocationTimeLimitSeconds).toBe(limit);
  expect(invoke.Parameters.LambdaFunctionARN).toMatch(new RegExp(`:function:${name}$`));
  expect(Object.entries(instance.functions).find(([own]) => own === name)?.[1].timeout).toBe(7);
});

test.each(["", "-aligned", "-safe"])("Japanese and English differ in words only: reservation-*%s", (line) => {
  const japanese = withoutWords(committed(`reservation-ja${line}.json`));
  const english = withoutWords(committed(`reservation-en${line}.json`));
  expect(japanese).toEqual(english);
});

test("the safe lines in TypeScript and in Python differ in the function only", () => {
  const python = committed("reservation-ja-safe-python.json").replaceAll("reserve_py", "reserve");
  expect(withoutWords(python)).toEqual(withoutWords(committed("reservation-ja-safe.json")));
});

test("the safe line has words of its own for whatever the function answers, and for no answer", () => {
  const actions: Action[] = JSON.parse(committed("reservation-en-safe.json")).Actions;
  const found = (identifier: string) => actions.find(({ Identifier }) => Identifier === identifier);
  const compared = ["result", "rejected"].flatMap((name) => found(name)?.Transitions.Conditions ?? []);
  expect(compared.flatMap(({ Condition }) => Condition.Operands).sort()).toEqual(
    [...["already-confirmed", "confirmed", "pending", "rejected"], ...reasons].sort(),
  );
  const said = [...new Set([...compared.map(({ NextAction }) => NextAction), "unknown"])].filter(
    (name) => name !== "rejected",
  );
  const words = said.map((name) => JSON.stringify(found(name)?.Parameters));
  expect(new Set(words).size).toBe(said.length);
  expect(found("invoke")?.Transitions.Errors).toEqual([{ NextAction: "unknown", ErrorType: "NoMatchingError" }]);
});

function waysFrom({ Transitions: { NextAction, Conditions = [], Errors = [] } }: Action): string[] {
  return [NextAction ?? [], ...[...Conditions, ...Errors].map((way) => way.NextAction)].flat();
}

function leaves(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [value];
}

function isNotText(value: unknown): boolean {
  return typeof value !== "string";
}

function withoutWords(text: string): unknown {
  const flow = JSON.parse(text);
  flow.Metadata.name = "";
  for (const { Parameters } of flow.Actions) {
    for (const words of ["Text", "SSML", "TextToSpeechVoice"]) if (words in Parameters) Parameters[words] = "";
  }
  return flow;
}
