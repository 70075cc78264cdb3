import fc from "fast-check";
import { expect, test } from "vitest";
import { actionTypes } from "./actions/index.ts";
import { begin } from "./interpreter.ts";
import { parseFlow } from "./parse.ts";
import { action, caller, flowText, goodbye, to, type WrittenAction } from "./test/flow.ts";

const parse = (...actions: readonly WrittenAction[]) => parseFlow(flowText(...actions), "Evening line");
const rules = (...actions: readonly WrittenAction[]) => parse(...actions).problems.map(({ rule }) => rule);

const menu = action(
  "menu",
  "GetParticipantInput",
  { Text: "Press 1 to book.", InputTimeLimitSeconds: 5, StoreInput: false },
  to("goodbye", { equals: { "1": "book" }, errors: { NoMatchingError: "goodbye", NoMatchingCondition: "menu" } }),
);
const book = action(
  "book",
  "InvokeLambdaFunction",
  { LambdaFunctionARN: "arn:aws:lambda:ap-northeast-1:111122223333:function:book", InvocationTimeLimitSeconds: "8" },
  to("goodbye", { errors: { NoMatchingError: "goodbye", TimeLimitExceeded: "menu" } }),
);

test("a flow is its Actions by Identifier, and where each leads", () => {
  const { flow, problems } = parse(menu, book, goodbye);
  expect(problems).toEqual([]);
  expect(flow?.name).toBe("Evening line");
  expect(flow?.startAction).toBe("menu");
  expect([...(flow?.actions.keys() ?? [])]).toEqual(["menu", "book", "goodbye"]);
  expect(flow?.actions.get("menu")).toEqual({
    identifier: "menu",
    type: "GetParticipantInput",
    parameters: menu.Parameters,
    transitions: {
      nextAction: "goodbye",
      conditions: [{ condition: { operator: "Equals", operand: "1" }, nextAction: "book" }],
      errors: [
        { errorType: "NoMatchingError", nextAction: "goodbye" },
        { errorType: "NoMatchingCondition", nextAction: "menu" },
      ],
    },
    position: undefined,
  });
});

test("blocks lie where Connect's canvas has them, in either spelling", () => {
  const file = JSON.parse(flowText(menu, book, goodbye));
  file.Metadata = {
    entryPointPosition: { x: 1, y: 2 },
    ActionMetadata: { menu: { position: { x: 10, y: 20.5 } }, book: { Position: { x: 30, y: 40 } }, goodbye: "?" },
  };
  const { flow, problems } = parseFlow(JSON.stringify(file), "Evening line");
  expect(problems).toEqual([]);
  expect([...(flow?.actions.values() ?? [])].map(({ position }) => position)).toEqual([
    { x: 10, y: 20.5 },
    { x: 30, y: 40 },
    undefined,
  ]);
});

test("parameters that no page lists are let be, as real exports have them", () => {
  const play = { Text: "Hello", TextToSpeechType: "text", SkipWhenDTMFBufferEnabled: "false" };
  expect(rules(action("play", "MessageParticipant", play, to("goodbye")), goodbye)).toEqual([]);
});

test("all that is wrong is said at once, in the order of the file, and what is right can be seen", () => {
  const wrong = action("wrong", "PlayPrompt", { Text: "Hello" }, to("nowhere"));
  const { flow, problems } = parse(menu, wrong, { ...book, Parameters: {} }, goodbye);
  expect(problems.map(({ rule, place }) => `${place.path} ${rule}`)).toEqual([
    "Actions[1].Type action-type-unknown",
    "Actions[1].Transitions.NextAction transition-target",
    "Actions[2].Parameters.LambdaFunctionARN parameter-missing",
  ]);
  expect(problems.map(({ place }) => place.action)).toEqual(["wrong", "wrong", "book"]);
  expect(flow?.actions.size).toBe(4);
});

test("the place of anything in a flow can be asked for later", () => {
  const { placeOf } = parse(menu, goodbye);
  expect(placeOf("menu", ["Parameters", "Text"])).toEqual({
    line: 10,
    column: 17,
    path: "Actions[0].Parameters.Text",
    action: "menu",
  });
  expect(placeOf("goodbye")).toMatchObject({ path: "Actions[1]" });
});

const set = (Identifier: string, next: string) =>
  action(Identifier, "UpdateContactAttributes", { Attributes: { a: "1" } }, to(next));

test("a loop is without interaction when every way in it leads back into it", () => {
  expect(rules(set("a", "b"), set("b", "a"))).toEqual(["loop-without-interaction"]);
  expect(rules(set("before", "a"), set("a", "b"), set("b", "a"))).toEqual(["loop-without-interaction"]);
});

test("a loop that asks someone, may be left or counts is no problem", () => {
  const say = action("say", "MessageParticipant", { Text: "Hello" }, to("a"));
  expect(rules(set("a", "say"), say)).toEqual([]);
  const compare = action(
    "compare",
    "Compare",
    { ComparisonValue: "$.Channel" },
    to("a", { equals: { CHAT: "goodbye" } }),
  );
  expect(rules(set("a", "compare"), compare, goodbye)).toEqual([]);
  const loop = action(
    "loop",
    "Loop",
    { LoopCount: "3" },
    to("goodbye", { equals: { ContinueLooping: "a", DoneLooping: "goodbye" } }),
  );
  expect(rules(set("a", "loop"), loop, goodbye)).toEqual([]);
});

test("a Loop both of whose ways lead back is without interaction all the same", () => {
  const loop = action(
    "loop",
    "Loop",
    { LoopCount: "3" },
    to("a", { equals: { ContinueLooping: "a", DoneLooping: "a" } }),
  );
  expect(rules(set("a", "loop"), loop)).toEqual(["loop-without-interaction"]);
});

test("music without an end needs no way on", () => {
  const music = { Messages: [{ PromptId: "music" }] };
  expect(rules(action("music", "MessageParticipantIteratively", music))).toEqual([]);
});

test("no text makes parseFlow throw", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]",: \n\\0Action') })),
      (text) => {
        const { flow, problems } = parseFlow(text, "any");
        expect(flow === undefined && problems.length === 0).toBe(false);
      },
    ),
    { numRuns: 2_000 },
  );
});

/** A flow with an Action of every type, for changes that reach all of them. */
const everything = flowText(
  menu,
  book,
  set("set", "flow"),
  action("flow", "UpdateFlowAttributes", { FlowAttributes: { a: { Value: "$.Channel" } } }, to("compare")),
  action("compare", "Compare", { ComparisonValue: "$.Attributes.a" }, to("loop", { equals: { "1": "loop" } })),
  action(
    "loop",
    "Loop",
    { LoopCount: "2" },
    to("hours", { equals: { ContinueLooping: "wait", DoneLooping: "hours" } }),
  ),
  action(
    "wait",
    "Wait",
    { TimeLimitSeconds: "5", Events: ["CustomerReturned"] },
    to("loop", { equals: { WaitCompleted: "loop", CustomerReturned: "loop" } }),
  ),
  action("hours", "CheckHoursOfOperation", {}, to("split", { equals: { True: "split", False: "goodbye" } })),
  action("split", "DistributeByPercentage", {}, to("voice", { errors: { NoMatchingCondition: "voice" } })),
  action("voice", "UpdateContactTextToSpeechVoice", { TextToSpeechVoice: "Kazuha" }, to("log")),
  action("log", "UpdateFlowLoggingBehavior", { FlowLoggingBehavior: "Enabled" }, to("record")),
  action(
    "record",
    "UpdateContactRecordingBehavior",
    { RecordingBehavior: { RecordedParticipants: ["Agent"] } },
    to("say"),
  ),
  action("say", "MessageParticipant", { Media: { Uri: "s3://a", SourceType: "S3", MediaType: "Audio" } }, to("store")),
  action(
    "store",
    "GetParticipantInput",
    {
      PromptId: "ask",
      InputTimeLimitSeconds: "5",
      StoreInput: "True",
      InputValidation: { PhoneNumberValidation: { NumberFormat: "Local", CountryCode: "JP" } },
      DTMFConfiguration: { InputTerminationSequence: "#", DisableCancelKey: "False", InterdigitTimeLimitSeconds: "5" },
    },
    to("queue", { errors: { InvalidPhoneNumber: "store" } }),
  ),
  action("queue", "UpdateContactTargetQueue", { QueueId: "q" }, to("transfer")),
  action("transfer", "TransferContactToQueue", {}, to("other", { errors: { QueueAtCapacity: "music" } })),
  action("music", "MessageParticipantIteratively", {
    Messages: [{ PromptId: "music" }],
    InterruptFrequencySeconds: "30",
  }),
  action("other", "TransferToFlow", { ContactFlowId: "$.Attributes.flow" }, to("end")),
  action("end", "EndFlowExecution"),
  goodbye,
);

test("a flow with every type of Action that the bench can run has no problems", () => {
  const { flow, problems } = parseFlow(everything, "everything");
  expect(problems).toEqual([]);
  expect(new Set([...(flow?.actions.values() ?? [])].map(({ type }) => type))).toEqual(new Set(actionTypes.keys()));
});

/** Puts `value` in place of one value, or takes it away: which one, `at` decides. */
function mutate(file: unknown, at: number, value: unknown): unknown {
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      const holder = node as Record<string, unknown>;
      places.push({ holder, key });
      visit(holder[key]);
    }
  };
  visit(file);
  const place = places[at % places.length];
  if (place !== undefined && value === undefined) delete place.holder[place.key];
  else if (place !== undefined) place.holder[place.key] = value;
  return file;
}

test("no change to a flow makes parseFlow throw; one without problems runs, any other says where", () => {
  const value = fc.oneof(
    fc.constantFrom(
      undefined,
      null,
      "",
      "menu",
      "nowhere",
      "__proto__",
      "constructor",
      "$.Attributes.a",
      "$.Foo",
      "True",
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  fc.assert(
    fc.property(fc.nat(), value, fc.nat(), value, (at, put, at2, put2) => {
      const file = mutate(mutate(JSON.parse(everything), at, put), at2, put2);
      const { flow, problems } = parseFlow(JSON.stringify(file), "changed");
      for (const { place } of problems) expect(place.line).toBeGreaterThan(0);
      if (problems.length === 0 && flow !== undefined) expect(begin(flow, caller).steps).toBeDefined();
    }),
    { numRuns: 3_000 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("a flow cut or changed at any character never makes parseFlow throw", () => {
  fc.assert(
    fc.property(fc.nat(everything.length), fc.nat(5), fc.string({ maxLength: 3 }), (at, length, put) => {
      expect(parseFlow(everything.slice(0, at) + put + everything.slice(at + length), "cut").problems).toBeDefined();
    }),
    { numRuns: 2_000 },
  );
});
