import { expect, test } from "vitest";
import type { Contact } from "./contact.ts";
import { template } from "./template.ts";
import { caller } from "./test/flow.ts";

const contact: Contact = {
  ...caller,
  attributes: { name: "Sato", "user attribute name": "spaced", 名前: "佐藤" },
  flowAttributes: { step: "2" },
  external: { time: "7 pm", table: { seats: 4, free: true, near: { window: "yes" } }, list: ["a"], nothing: null },
  storedCustomerInput: "4",
};

/** The value with its references replaced, and those that came to nothing. */
function resolved(value: unknown, of: Contact = contact): { value: unknown; unresolved: string[] } {
  const unresolved: string[] = [];
  return { value: (template(value) ?? (() => value))(of, unresolved), unresolved };
}

test.each([
  ["$.Attributes.name", "Sato"],
  ["$.FlowAttributes.step", "2"],
  ["$.External.time", "7 pm"],
  ["$.LambdaInvocation.ResultData.time", "7 pm"],
  ["$.External.table.near.window", "yes"],
  ["$.StoredCustomerInput", "4"],
  ["$.CustomerEndpoint.Address", "+819012345678"],
  ["$.CustomerEndpoint.Type", "TELEPHONE_NUMBER"],
  ["$.SystemEndpoint.Address", "+81312345678"],
  ["$.ContactId", caller.contactId],
  ["$.InitialContactId", caller.contactId],
  ["$.PreviousContactId", caller.contactId],
  ["$.Channel", "VOICE"],
  ["$.InitiationMethod", "INBOUND"],
  ["$.InstanceARN", caller.instanceArn],
  ["$.AwsRegion", "ap-northeast-1"],
  ["$.TextToSpeechVoiceId", "Joanna"],
  ["$['AwsRegion']", "ap-northeast-1"],
  ["$.['AwsRegion']", "ap-northeast-1"],
  ["$.Attributes.['user attribute name']", "spaced"],
  ["$.Attributes['user attribute name']", "spaced"],
  ['$.Attributes["name"]', "Sato"],
  ["$.Attributes.名前", "佐藤"],
  ["$.SegmentAttributes['connect:Subtype']", "connect:Telephony"],
])("%s is %s", (reference, expected) => {
  expect(resolved(reference)).toEqual({ value: expected, unresolved: [] });
});

test.each([
  ["Is it $.External.time?", "Is it 7 pm?"],
  ["Your name is $.Attributes.name.", "Your name is Sato."],
  ["$.Attributes.nameさん、$.External.timeです。", "Satoさん、7 pmです。"],
  ["It costs $5, or $.50 with tip, US$.", "It costs $5, or $.50 with tip, US$."],
  ["<speak>$.External.time</speak>", "<speak>7 pm</speak>"],
  ["${Template} {{other}}", "${Template} {{other}}"],
  ["$.Attributes.name$.Attributes.name", "SatoSato"],
  ["$.Attributes.name- and more", "Sato- and more"],
  ["$.External.table.seats at the window: $.External.table.free", "4 at the window: true"],
  ["$.External.table.near", { window: "yes" }],
  ["near: $.External.table.near", 'near: {"window":"yes"}'],
])("%s reads %s", (text, expected) => {
  expect(resolved(text).value).toEqual(expected);
});

test.each([
  "$.Attributes.other",
  "$.Attributes.constructor",
  "$.Attributes.__proto__",
  "$.External.toString.name",
  "$.External.list.length",
  "$.External.list[0]",
  "$.External.nothing",
  "$.StoredCustomerInput",
  "$.Lex.IntentName",
  "$.Queue.Name",
])("%s that the contact does not have is empty, and noted", (reference) => {
  const without = { ...contact, storedCustomerInput: undefined };
  expect(resolved(reference, without)).toEqual({ value: "", unresolved: [reference] });
  expect(resolved(`<${reference}>`, without)).toEqual({ value: "<>", unresolved: [reference] });
});

test("a queue that was set by its ARN is known by its ARN, any other by its name", () => {
  expect(resolved("$.Queue.ARN", { ...contact, targetQueue: "arn:aws:connect:q" }).value).toBe("arn:aws:connect:q");
  expect(resolved("$.Queue.Name", { ...contact, targetQueue: "Reservations" }).value).toBe("Reservations");
});

test("references are replaced within lists and objects, in names too", () => {
  const { value } = resolved({ a: [{ b: "$.External.table.seats" }], "$.Attributes.name": "x" });
  expect(value).toEqual({ a: [{ b: 4 }], Sato: "x" });
});

test("what a caller says is never taken for a reference", () => {
  const sly = { ...contact, attributes: { name: "$.External.time" } };
  expect(resolved("$.Attributes.name and $.Attributes.name", sly).value).toBe("$.External.time and $.External.time");
});

test("a name like __proto__ changes no object's prototype", () => {
  const { value } = resolved(
    { "$.Attributes.name": { polluted: true } },
    { ...contact, attributes: { name: "__proto__" } },
  );
  expect(Object.keys(value as object)).toEqual(["__proto__"]);
  expect((value as { polluted?: true }).polluted).toBeUndefined();
});
