import { expect, test } from "vitest";
import { action, to, written } from "../flow/test/flow.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { play } from "../simulate/play.ts";
import { type Answer, answers, throws } from "../simulate/scripted-functions.ts";
import { flowLog } from "./flow-log.ts";

const mayFail = (next: string) => to(next, { errors: { NoMatchingError: "goodbye" } });
const logging = (Identifier: string, FlowLoggingBehavior: string, next: string) =>
  action(Identifier, "UpdateFlowLoggingBehavior", { FlowLoggingBehavior }, to(next));
const voice = (Identifier: string, TextToSpeechVoice: string, next: string) =>
  action(Identifier, "UpdateContactTextToSpeechVoice", { TextToSpeechVoice }, mayFail(next));

const line = lineOf({
  reservation: written(
    voice("voice-before", "Joanna", "on"),
    logging("on", "Enabled", "voice"),
    voice("voice", "Mizuki", "set"),
    action(
      "set",
      "UpdateContactAttributes",
      { Attributes: { date: "1224", time: "1900" }, TargetContact: "Current" },
      mayFail("book"),
    ),
    action(
      "book",
      "InvokeLambdaFunction",
      {
        LambdaFunctionARN: "arn:aws:lambda:ap-northeast-1:000000000000:function:reserve",
        InvocationTimeLimitSeconds: "3",
        LambdaInvocationAttributes: { date: "$.Attributes.date" },
      },
      mayFail("off"),
    ),
    logging("off", "Disabled", "goodbye"),
  ),
});

test("blocks are logged from the moment on at which the flow switches logging on, one record an attribute", () => {
  expect(
    log([answers({ table: "4" })]).map(({ ContactFlowModuleType, Parameters }) => [ContactFlowModuleType, Parameters]),
  ).toEqual([
    ["SetLoggingBehavior", { LoggingBehavior: "Enable" }],
    ["SetVoice", { GlobalVoice: "Mizuki" }],
    ["SetAttributes", { Value: "1224", AddAttributeToRelatedContact: "false", Key: "date" }],
    ["SetAttributes", { Value: "1900", AddAttributeToRelatedContact: "false", Key: "time" }],
    [
      "InvokeExternalResource",
      {
        FunctionArn: "arn:aws:lambda:ap-northeast-1:000000000000:function:reserve",
        Parameters: { date: "1224" },
        ResponseValidation: "ResponseType=STRING_MAP",
        TimeLimit: "3000",
      },
    ],
    ["SetLoggingBehavior", { LoggingBehavior: "Disable" }],
  ]);
});

test("a function that succeeds is one record with its answer, in the order of a real one", () => {
  const record = invocation([throws("once"), answers({ table: "4" })]);
  expect(Object.keys(record)).toEqual([
    ...["ContactId", "ContactFlowId", "ContactFlowName", "ContactFlowModuleType", "Identifier", "Timestamp"],
    ...["ExternalResults", "Parameters"],
  ]);
  expect(record).toMatchObject({ ContactFlowName: "reservation", Identifier: "book", ExternalResults: { table: "4" } });
  expect(record.ContactFlowId).toMatch(
    /^arn:aws:connect:ap-northeast-1:000000000000:instance\/[0-9a-f-]{36}\/contact-flow\/[0-9a-f-]{36}$/,
  );
  expect(record.Timestamp).toMatch(/^2027-01-15T01:00:00\.\d{3}Z$/);
});

test("four attempts that fail are one record, which does not say so", () => {
  const record = invocation([throws("always")]);
  expect(Object.keys(record)[0]).toBe("Results");
  expect(record).toMatchObject({ Results: "The Lambda Function Returned An Error." });
  expect(record).not.toHaveProperty("ExternalResults");
});

test("the log group is the instance's alias", () => {
  const { events } = play({ instance: line, number: lineNumber, functions: {} });
  const [entry] = flowLog(events);
  expect(entry?.logGroup).toBe("/aws/connect/line");
  expect(entry?.logStream).toMatch(/^2027\/01\/15\/01\/stream-/);
});

function log(reserve: readonly Answer[]): readonly Record<string, unknown>[] {
  const { events } = play({ instance: line, number: lineNumber, functions: { reserve } });
  return flowLog(events).map(({ message }) => JSON.parse(message));
}

function invocation(reserve: readonly Answer[]): Record<string, unknown> {
  const found = log(reserve).filter(({ ContactFlowModuleType }) => ContactFlowModuleType === "InvokeExternalResource");
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}
