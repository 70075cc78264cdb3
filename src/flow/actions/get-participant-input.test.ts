import { expect, test } from "vitest";
import { begin, resume, type Turn } from "../interpreter.ts";
import { action, caller, flowOf, goodbye, to } from "../test/flow.ts";

const hear = (Identifier: string) => action(Identifier, "MessageParticipant", { Text: Identifier }, to("goodbye"));

const menu = (errors: Record<string, string>, parameters: Record<string, unknown> = {}) =>
  flowOf(
    action(
      "menu",
      "GetParticipantInput",
      { Text: "Press 1.", InputTimeLimitSeconds: "5", StoreInput: "False", ...parameters },
      to("other", { equals: { "1": "one" }, errors }),
    ),
    hear("one"),
    hear("other"),
    hear("late"),
    hear("failed"),
    goodbye,
  );

const store = (InputValidation: Record<string, unknown>, DTMFConfiguration?: Record<string, unknown>) =>
  flowOf(
    action(
      "store",
      "GetParticipantInput",
      {
        SSML: "<speak>Your number?</speak>",
        InputTimeLimitSeconds: "8",
        StoreInput: "True",
        InputValidation,
        ...(DTMFConfiguration && { DTMFConfiguration }),
      },
      to("stored", { errors: { NoMatchingError: "failed", InvalidPhoneNumber: "invalid" } }),
    ),
    hear("stored"),
    hear("invalid"),
    hear("failed"),
    goodbye,
  );

const keys = (flow: ReturnType<typeof menu>, keys: string): Turn =>
  resume(flow, begin(flow, caller).contact, { type: "keys", keys });
const silence = (flow: ReturnType<typeof menu>): Turn =>
  resume(flow, begin(flow, caller).contact, { type: "timedOut" });

test("a menu waits for one key", () => {
  expect(begin(menu({ NoMatchingCondition: "other" }), caller).effect).toEqual({
    type: "input",
    message: { text: "Press 1." },
    input: { type: "key", firstKeyMs: 5_000 },
  });
});

test("a key with a Condition follows it, any other is NoMatchingCondition", () => {
  const flow = menu({ NoMatchingCondition: "other", NoMatchingError: "failed" });
  expect(keys(flow, "1").contact.action).toBe("one");
  expect(keys(flow, "9").contact.action).toBe("other");
});

test("a caller who presses nothing follows InputTimeLimitExceeded, or else NoMatchingError", () => {
  const errors = { NoMatchingCondition: "other", NoMatchingError: "failed" };
  expect(silence(menu({ ...errors, InputTimeLimitExceeded: "late" })).contact.action).toBe("late");
  expect(silence(menu(errors)).contact.action).toBe("failed");
});

test("InputTimeoutSeconds is the older name of the time limit", () => {
  const flow = menu({ NoMatchingCondition: "other" }, { InputTimeLimitSeconds: undefined, InputTimeoutSeconds: 7 });
  expect(begin(flow, caller).effect).toMatchObject({ input: { firstKeyMs: 7_000 } });
});

test("digits are collected up to # with five seconds between them, unless the flow says otherwise", () => {
  expect(begin(store({ CustomValidation: { MaximumLength: "4" } }), caller).effect).toEqual({
    type: "input",
    message: { ssml: "<speak>Your number?</speak>" },
    input: { type: "digits", firstKeyMs: 8_000, interdigitMs: 5_000, digitsMax: 4, terminator: "#", cancelKey: true },
  });
  const configured = store(
    { CustomValidation: { MaximumLength: 12 } },
    { InputTerminationSequence: "*#", DisableCancelKey: "True", InterdigitTimeLimitSeconds: "3" },
  );
  expect(begin(configured, caller).effect).toMatchObject({
    input: { interdigitMs: 3_000, digitsMax: 12, terminator: "*#", cancelKey: false },
  });
});

test("digits are stored, and compared by nobody", () => {
  const turn = keys(store({ CustomValidation: { MaximumLength: "4" } }), "0312");
  expect(turn.contact).toMatchObject({ action: "stored", storedCustomerInput: "0312" });
  expect(turn.steps[0]?.outcome).toEqual({});
});

test("a caller who keys nothing at all succeeds with Timeout", () => {
  const turn = silence(store({ CustomValidation: { MaximumLength: "4" } }));
  expect(turn.contact).toMatchObject({ action: "stored", storedCustomerInput: "Timeout" });
});

const japanese = store({ PhoneNumberValidation: { NumberFormat: "Local", CountryCode: "JP" } });
const italian = store({ PhoneNumberValidation: { NumberFormat: "Local", CountryCode: "it" } });
const international = store({ PhoneNumberValidation: { NumberFormat: "E164" } });

test.each([
  [japanese, "0312345678", "+81312345678"],
  [japanese, "9012345678", "+819012345678"],
  [italian, "0612345678", "+390612345678"],
  [international, "14155550100", "+14155550100"],
])("a phone number is stored in E.164 form", (flow, keyed, number) => {
  expect(keys(flow, keyed).contact).toMatchObject({ action: "stored", storedCustomerInput: number });
});

test.each([
  [japanese, "012"],
  [japanese, ""],
  [japanese, "03*1234"],
  [japanese, "01234567890123456789"],
  [international, "0014155550100"],
  [international, "1234567"],
])("what cannot be a phone number is InvalidPhoneNumber, and nothing is stored", (flow, keyed) => {
  expect(keys(flow, keyed).contact).toMatchObject({ action: "invalid", storedCustomerInput: undefined });
});
