import { expect, test } from "vitest";
import type { ContactFlow } from "./flow.ts";
import { begin, resume, stepsPerTurnMax, type Turn } from "./interpreter.ts";
import { action, caller, flowOf, goodbye, to } from "./test/flow.ts";

const say = (Identifier: string, Text: string, next = "goodbye") =>
  action(Identifier, "MessageParticipant", { Text }, to(next));
const set = (Identifier: string, Attributes: Record<string, string>, next: string) =>
  action(Identifier, "UpdateContactAttributes", { Attributes }, to(next));
const compare = (ComparisonValue: string, equals: Record<string, string>, otherwise = "goodbye") =>
  action(
    "compare",
    "Compare",
    { ComparisonValue },
    to(otherwise, { equals, errors: { NoMatchingCondition: otherwise } }),
  );
const went = ({ steps }: Turn) => steps.map(({ action, nextAction }) => `${action.identifier} → ${nextAction}`);

test("a flow runs until it needs the caller, and goes on with what the caller does", () => {
  const flow = flowOf(set("greet", { greeting: "Good evening" }, "hello"), say("hello", "$.Attributes.greeting."));
  const first = begin(flow, caller);
  expect(went(first)).toEqual(["greet → hello"]);
  expect(first.effect).toEqual({ type: "message", message: { text: "Good evening." } });
  expect(first.asking).toMatchObject({ action: { identifier: "hello" }, parameters: { Text: "Good evening." } });

  const second = resume(flow, first.contact, { type: "played" });
  expect(went(second)).toEqual(["hello → goodbye"]);
  expect(second.effect).toEqual({ type: "disconnect" });
});

test("a contact can be forked: the same reply always leads to the same turn, and nothing is changed in place", () => {
  const flow = flowOf(say("hello", "Hello", "set"), set("set", { a: "1" }, "goodbye"));
  const { contact } = begin(flow, caller);
  const copy = structuredClone(contact);
  const turn = resume(flow, contact, { type: "played" });
  expect(resume(flow, copy, { type: "played" })).toEqual(turn);
  expect(contact).toEqual(copy);
  expect(turn.contact.attributes).toEqual({ a: "1" });
});

test("the first Condition that holds is taken", () => {
  const flow = flowOf(
    action(
      "compare",
      "Compare",
      { ComparisonValue: "$.Channel" },
      {
        NextAction: "goodbye",
        Conditions: [
          { NextAction: "none", Condition: { Operator: "Equals", Operands: ["CHAT"] } },
          { NextAction: "first", Condition: { Operator: "TextStartsWith", Operands: ["VOI"] } },
          { NextAction: "second", Condition: { Operator: "Equals", Operands: ["VOICE"] } },
        ],
      },
    ),
    say("none", "none"),
    say("first", "first"),
    say("second", "second"),
  );
  expect(begin(flow, caller).contact.action).toBe("first");
});

test("a result is compared with an attribute where the operand is a reference", () => {
  const flow = flowOf(
    set("set", { due: "30", paid: "20" }, "compare"),
    action(
      "compare",
      "Compare",
      { ComparisonValue: "$.Attributes.paid" },
      {
        NextAction: "goodbye",
        Conditions: [
          { NextAction: "less", Condition: { Operator: "NumberLessThan", Operands: ["$.Attributes.minimum"] } },
          { NextAction: "less", Condition: { Operator: "NumberLessThan", Operands: ["$.Attributes.due"] } },
        ],
      },
    ),
    say("less", "Not enough"),
  );
  const turn = begin(flow, caller);
  expect(turn.contact.action).toBe("less");
  expect(turn.steps[1]).toMatchObject({ outcome: { result: "20" }, unresolved: ["$.Attributes.minimum"] });
});

test("a result that no Condition matches follows NoMatchingCondition, and NextAction where that is not wired", () => {
  const wired = flowOf(
    compare("$.External.available", { true: "hello" }, "sorry"),
    say("hello", "Hello"),
    say("sorry", "Sorry"),
  );
  expect(begin(wired, caller).contact.action).toBe("sorry");

  const bare = flowOf(
    action("compare", "Compare", { ComparisonValue: "$.Channel" }, to("sorry", { equals: { CHAT: "goodbye" } })),
    say("sorry", "Sorry"),
  );
  expect(begin(bare, caller).contact.action).toBe("sorry");
});

const lambda = (errors: Record<string, string>) =>
  flowOf(
    action("invoke", "InvokeLambdaFunction", { LambdaFunctionARN: "arn:aws:lambda:x" }, to("goodbye", { errors })),
    say("late", "Late"),
    say("failed", "Failed"),
  );
const timedOut = { type: "failed", error: "TimeLimitExceeded", results: "" } as const;
const after = (flow: ContactFlow) => resume(flow, begin(flow, caller).contact, timedOut);

test("an error follows its ErrorType, or else NoMatchingError", () => {
  expect(after(lambda({ NoMatchingError: "failed", TimeLimitExceeded: "late" })).contact.action).toBe("late");
  expect(after(lambda({ NoMatchingError: "failed" })).contact.action).toBe("failed");
});

test("an error that is not wired ends the contact", () => {
  const turn = after(lambda({}));
  expect(turn.effect).toBeUndefined();
  expect(turn.steps).toMatchObject([{ outcome: { error: "TimeLimitExceeded" }, nextAction: undefined }]);
});

test("what the contact had nothing for is said with the step", () => {
  const turn = begin(flowOf(set("set", { a: "$.External.name", b: "$.Lex.IntentName!" }, "goodbye")), caller);
  expect(turn.contact.attributes).toEqual({ a: "", b: "!" });
  expect(turn.steps).toMatchObject([
    { unresolved: ["$.External.name", "$.Lex.IntentName"], parameters: { Attributes: { a: "" } } },
  ]);
});

test("a reference that gives a parameter what it cannot take is NoMatchingError", () => {
  const flow = flowOf(
    set("set", { count: "abc" }, "loop"),
    action(
      "loop",
      "Loop",
      { LoopCount: "$.Attributes.count" },
      to("goodbye", {
        equals: { ContinueLooping: "goodbye", DoneLooping: "goodbye" },
        errors: { NoMatchingError: "sorry" },
      }),
    ),
    say("sorry", "Sorry"),
  );
  expect(begin(flow, caller).contact.action).toBe("sorry");
});

test("a flow that the contact is transferred to starts with fresh flow attributes, and all else as it was", () => {
  const contact = {
    ...caller,
    flow: "before",
    attributes: { a: "1" },
    flowAttributes: { b: "2" },
    external: { c: "3" },
    storedCustomerInput: "4",
    loops: { loop: 5 },
  };
  const turn = begin(flowOf(say("hello", "Hello")), contact);
  expect(turn.contact).toEqual({ ...contact, flow: "test flow", action: "hello", flowAttributes: {}, loops: {} });
});

test("a flow that goes round without asking anyone is given up, and says where it went round", () => {
  const flow = flowOf(compare("$.Attributes.a", { "": "set", x: "goodbye" }), set("set", { a: "" }, "compare"));
  const turn = begin(flow, caller);
  expect(turn.steps).toHaveLength(stepsPerTurnMax);
  expect(turn.effect).toBeUndefined();
  expect(turn.problem).toEqual({
    rule: "loop-without-interaction",
    message: expect.stringContaining("compare → set"),
    place: { action: "compare" },
  });
});

test("a flow may go round as often as it asks", () => {
  const flow = flowOf(say("again", "Again", "again"));
  let turn = begin(flow, caller);
  for (let round = 0; round < 2 * stepsPerTurnMax; round++) turn = resume(flow, turn.contact, { type: "played" });
  expect(turn.effect).toEqual({ type: "message", message: { text: "Again" } });
});

test("an Action that ends the flow leaves nothing to do", () => {
  const turn = begin(flowOf(set("set", {}, "end"), action("end", "EndFlowExecution")), caller);
  expect(turn).toMatchObject({ effect: undefined, asking: undefined });
  expect(went(turn)).toEqual(["set → end", "end → undefined"]);
});

test("a queue that takes the contact ends the flow, wherever NextAction leads", () => {
  const flow = flowOf(
    action("queue", "UpdateContactTargetQueue", { QueueId: "Reservations" }, to("transfer")),
    action(
      "transfer",
      "TransferContactToQueue",
      {},
      to("goodbye", { errors: { NoMatchingError: "goodbye", QueueAtCapacity: "full" } }),
    ),
    say("full", "All lines are busy."),
    goodbye,
  );
  const turn = begin(flow, caller);
  expect(turn.effect).toEqual({ type: "queue", queue: "Reservations" });
  expect(resume(flow, turn.contact, { type: "queued" })).toMatchObject({ effect: undefined, steps: [{ outcome: {} }] });
  expect(resume(flow, turn.contact, { type: "atCapacity" }).contact.action).toBe("full");
  expect(resume(flow, turn.contact, { type: "failed" }).effect).toEqual({ type: "disconnect" });
});
