import { expect, test } from "vitest";
import type { Contact } from "../contact.ts";
import type { Reply } from "../effect.ts";
import { begin, resume, type Turn } from "../interpreter.ts";
import { action, caller, flowOf, to, type WrittenAction } from "../test/flow.ts";

const end = action("end", "EndFlowExecution");
const oops = action("oops", "EndFlowExecution");
const wired = to("end", { errors: { NoMatchingError: "oops" } });

/** Runs one Action whose way on leads to `end` and whose error leads to `oops`. */
function run(only: WrittenAction, contact: Contact = caller): Turn {
  return begin(flowOf(only, end, oops), contact);
}
function reply(only: WrittenAction, reply: Reply, contact: Contact = caller): Turn {
  return resume(flowOf(only, end, oops), run(only, contact).contact, reply);
}

const invoke = (parameters: Record<string, unknown>) =>
  action("it", "InvokeLambdaFunction", { LambdaFunctionARN: "arn:aws:lambda:x", ...parameters }, wired);

test("a function has three seconds and answers a flat map, unless the flow says otherwise", () => {
  expect(run(invoke({})).effect).toEqual({
    type: "invoke",
    functionArn: "arn:aws:lambda:x",
    timeLimitMs: 3_000,
    parameters: {},
    responseType: "STRING_MAP",
  });
  const json = invoke({ InvocationTimeLimitSeconds: "8", ResponseValidation: { ResponseType: "JSON" } });
  expect(run(json).effect).toMatchObject({ timeLimitMs: 8_000, responseType: "JSON" });
});

test("a function is given values as they are, nested ones too", () => {
  const contact = { ...caller, external: { table: { seats: 4 }, list: [1, 2] } };
  const parameters = {
    table: "$.External.table",
    text: "for $.External.table.seats",
    deep: { list: "$.External.list" },
  };
  expect(run(invoke({ LambdaInvocationAttributes: parameters }), contact).effect).toMatchObject({
    parameters: { table: { seats: 4 }, text: "for 4", deep: { list: [1, 2] } },
  });
});

test("what a function answers replaces all that the one before it answered; a failure leaves it", () => {
  const contact = { ...caller, external: { old: "1" } };
  const answered = reply(invoke({}), { type: "succeeded", response: { new: "2" } }, contact);
  expect(answered.contact).toMatchObject({ action: "end", external: { new: "2" } });
  const failed = reply(invoke({}), { type: "failed", error: "NoMatchingError", results: "" }, contact);
  expect(failed.contact).toMatchObject({ action: "oops", external: { old: "1" } });
});

test("a function whose ARN turns out empty is NoMatchingError", () => {
  expect(run(invoke({ LambdaFunctionARN: "$.Attributes.arn" })).contact.action).toBe("oops");
});

const setAttributes = (Attributes: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  action("it", "UpdateContactAttributes", { Attributes, ...more }, wired);

test("attributes are added to those that the contact has", () => {
  const contact = { ...caller, attributes: { a: "1", b: "2" } };
  expect(run(setAttributes({ b: "3", c: "$.Channel" }), contact).contact.attributes).toEqual({
    a: "1",
    b: "3",
    c: "VOICE",
  });
});

test("attributes that are too large together are not set, none of them", () => {
  const most = { big: "あ".repeat(10_900) };
  expect(run(setAttributes(most)).contact).toMatchObject({ action: "end", attributes: most });
  const contact = { ...caller, attributes: most };
  expect(run(setAttributes({ a: "1", b: "x".repeat(200) }), contact).contact).toMatchObject({
    action: "oops",
    attributes: most,
  });
});

test("an attribute without a name sets none of them", () => {
  expect(run(setAttributes({ a: "1", "$.Attributes.name": "2" })).contact).toMatchObject({
    action: "oops",
    attributes: {},
  });
});

test("a dialled call has no related contact whose attributes could be set", () => {
  expect(run(setAttributes({ a: "1" }, { TargetContact: "Related" })).contact).toMatchObject({ action: "oops" });
});

test("flow attributes are their own", () => {
  const set = action("it", "UpdateFlowAttributes", { FlowAttributes: { step: { Value: "2" } } }, wired);
  expect(run(set).contact).toMatchObject({ flowAttributes: { step: "2" }, attributes: {} });
});

test("opening hours are those named, or those of the queue, and without either an error", () => {
  const check = (parameters: Record<string, string>) =>
    action(
      "it",
      "CheckHoursOfOperation",
      parameters,
      to("oops", { equals: { True: "end", False: "oops" }, errors: { NoMatchingError: "oops" } }),
    );
  expect(run(check({ HoursOfOperationId: "Evenings" })).effect).toEqual({
    type: "hours",
    hoursOfOperation: "Evenings",
    queue: undefined,
  });
  const queued = { ...caller, targetQueue: "Reservations" };
  expect(run(check({}), queued).effect).toEqual({ type: "hours", hoursOfOperation: undefined, queue: "Reservations" });
  expect(run(check({})).contact.action).toBe("oops");
  expect(reply(check({}), { type: "open" }, queued).contact.action).toBe("end");
  expect(reply(check({}), { type: "closed" }, queued).contact.action).toBe("oops");
});

test("a percentage is compared with ascending limits", () => {
  const below = (limit: string, NextAction: string) => ({
    NextAction,
    Condition: { Operator: "NumberLessThan", Operands: [limit] },
  });
  const distribute = action(
    "it",
    "DistributeByPercentage",
    {},
    {
      NextAction: "oops",
      Conditions: [below("31", "end")],
      Errors: [{ ErrorType: "NoMatchingCondition", NextAction: "oops" }],
    },
  );
  expect(run(distribute).effect).toEqual({ type: "percentage" });
  expect(reply(distribute, { type: "drawn", percentage: 30 }).contact.action).toBe("end");
  expect(reply(distribute, { type: "drawn", percentage: 31 }).contact.action).toBe("oops");
});

test.each(["TimeLimitSeconds", "TimeoutSeconds"])("a Wait lasts as long as %s says, or until an event", (name) => {
  const wait = action(
    "it",
    "Wait",
    { [name]: "900", Events: ["CustomerReturned"] },
    to("oops", { equals: { WaitCompleted: "end", CustomerReturned: "oops" } }),
  );
  expect(run(wait).effect).toEqual({ type: "wait", durationMs: 900_000, events: ["CustomerReturned"] });
  expect(reply(wait, { type: "completed" }).contact.action).toBe("end");
  expect(reply(wait, { type: "event", event: "CustomerReturned" }).contact.action).toBe("oops");
});

test("prompts are repeated until something interrupts them", () => {
  const repeat = action(
    "it",
    "MessageParticipantIteratively",
    { Messages: [{ Text: "Please wait." }, { PromptId: "music" }], InterruptFrequencySeconds: "30" },
    to(undefined, { equals: { MessagesInterrupted: "end" } }),
  );
  expect(run(repeat).effect).toEqual({
    type: "messages",
    messages: [{ text: "Please wait." }, { promptId: "music" }],
    interruptMs: 30_000,
  });
  expect(reply(repeat, { type: "interrupted" }).contact.action).toBe("end");
});

test("a prompt can be a recording", () => {
  const Media = { Uri: "s3://prompts/$.Attributes.language/hello.wav", SourceType: "S3", MediaType: "Audio" };
  const contact = { ...caller, attributes: { language: "ja" } };
  const play = action("it", "MessageParticipant", { Media }, wired);
  expect(run(play, contact).effect).toEqual({ type: "message", message: { mediaUri: "s3://prompts/ja/hello.wav" } });
});

test("voice, logging, recording and queue are kept with the contact", () => {
  const flow = flowOf(
    action(
      "voice",
      "UpdateContactTextToSpeechVoice",
      { TextToSpeechVoice: "Kazuha", TextToSpeechEngine: "Neural" },
      to("log"),
    ),
    action("log", "UpdateFlowLoggingBehavior", { FlowLoggingBehavior: "Enabled" }, to("record")),
    action(
      "record",
      "UpdateContactRecordingBehavior",
      { RecordingBehavior: { RecordedParticipants: ["Agent", "Customer"] } },
      to("queue"),
    ),
    action("queue", "UpdateContactTargetQueue", { AgentId: "$.Attributes.agent" }, to("end")),
    end,
  );
  expect(begin(flow, { ...caller, attributes: { agent: "a-1" } }).contact).toMatchObject({
    voice: { name: "Kazuha", engine: "Neural", style: undefined },
    flowLogging: true,
    recordedParticipants: ["Agent", "Customer"],
    targetQueue: "agent/a-1",
  });
});

test("a transfer to a flow asks for the flow, and fails where there is none", () => {
  const transfer = action("it", "TransferToFlow", { ContactFlowId: "$.Attributes.flow" }, wired);
  const contact = { ...caller, attributes: { flow: "Evening" } };
  expect(run(transfer, contact).effect).toEqual({ type: "flow", contactFlow: "Evening" });
  expect(reply(transfer, { type: "failed" }, contact).contact.action).toBe("oops");
  expect(run(transfer).contact.action).toBe("oops");
});
