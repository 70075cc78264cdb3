import { expect, test } from "vitest";
import type { JournalEvent } from "../../journal/event.ts";
import type { FlowView } from "../protocol.ts";
import { courseOf, takenExits } from "./course.ts";
import { exitsOf, exitTaken, type FlowAction } from "./exits.ts";

const menu: FlowAction = {
  identifier: "menu",
  type: "GetParticipantInput",
  parameters: {},
  transitions: {
    nextAction: "again",
    conditions: [
      { operator: "Equals", operand: "1", nextAction: "book" },
      { operator: "Equals", operand: "2", nextAction: "book" },
      { operator: "Equals", operand: "$.Attributes.secret", nextAction: "person" },
    ],
    errors: [
      { errorType: "InputTimeLimitExceeded", nextAction: "again" },
      { errorType: "NoMatchingCondition", nextAction: "again" },
      { errorType: "NoMatchingError", nextAction: "again" },
    ],
  },
  position: undefined,
};
const exits = exitsOf(menu);
const labels = exits.map((exit) =>
  exit.kind === "condition" ? exit.operand : exit.kind === "error" ? exit.errorType : "next",
);
const taken = (how: Parameters<typeof exitTaken>[1]) => labels[exitTaken(exits, how) ?? -1];

test("the branch that an export repeats as NextAction is drawn once", () => {
  expect(labels).toEqual([
    "1",
    "2",
    "$.Attributes.secret",
    "InputTimeLimitExceeded",
    "NoMatchingCondition",
    "NoMatchingError",
  ]);
});

test.for([
  [{ result: "2", error: undefined, nextAction: "book" }, "2"],
  [{ result: "4711", error: undefined, nextAction: "person" }, "$.Attributes.secret"],
  [{ result: "9", error: undefined, nextAction: "again" }, "NoMatchingCondition"],
  [{ result: undefined, error: "InputTimeLimitExceeded", nextAction: "again" }, "InputTimeLimitExceeded"],
  [{ result: undefined, error: "InvalidPhoneNumber", nextAction: "again" }, "InputTimeLimitExceeded"],
  [{ result: undefined, error: undefined, nextAction: undefined }, undefined],
] as const)("of several ways to a block, the one is marked that fits how the action ended: %j", ([how, expected]) => {
  expect(taken(how)).toBe(expected);
});

const flow: FlowView = { name: "front", arn: "arn:front", digest: "", startAction: "menu", actions: [menu] };

test("actions are numbered by their first visits, whatever comes again", () => {
  const { passages } = courseOf([
    enters("front"),
    ...passes("menu", "again"),
    ...passes("again", "menu"),
    starts("menu"),
  ]);
  const visits = passages.get("front")?.visits;
  expect([...(visits?.keys() ?? [])]).toEqual(["menu", "again"]);
  expect(visits?.get("menu")?.map(({ finished }) => finished?.nextAction)).toEqual(["again", undefined]);
});

test("the call is at the action that has started and not finished", () => {
  const { at } = courseOf([enters("front"), ...passes("menu", "book"), starts("book")]);
  expect(at?.last).toBe("book");
});

test("after a transfer the call is in the other flow, and the first one keeps its path", () => {
  const { passages, at } = courseOf([
    enters("front"),
    ...passes("menu", undefined),
    enters("back"),
    ...passes("hello", undefined, "back"),
  ]);
  expect([...passages.keys()]).toEqual(["front", "back"]);
  expect(at?.flow).toBe("back");
  expect(passages.get("front")?.last).toBe("menu");
});

test("a way that was taken twice is counted twice", () => {
  const { passages } = courseOf([enters("front"), ...passes("menu", "again"), ...passes("menu", "again")]);
  const passage = passages.get("front");
  expect(passage === undefined ? [] : [...takenExits(passage, flow).values()]).toEqual([2]);
});

let ids = 0;

function enters(name: string): JournalEvent {
  return { type: "flow.started", at: 0, contactId: "c", flow: name, arn: `arn:${name}` };
}

function starts(action: string, of = "front"): JournalEvent & { readonly type: "action.started" } {
  ids += 1;
  return { type: "action.started", at: 0, contactId: "c", id: String(ids), flow: of, action, actionType: "Any" };
}

function passes(action: string, nextAction: string | undefined, of = "front"): readonly JournalEvent[] {
  const started = starts(action, of);
  const how = { parameters: {}, result: undefined, error: undefined, results: undefined, unresolved: [] };
  return [started, { ...started, ...how, type: "action.finished", nextAction }];
}
