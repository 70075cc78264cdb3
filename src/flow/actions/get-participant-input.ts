import { asking, done, failed, noResult, type Outcome, someOf } from "../action-type.ts";
import { callingCode } from "../calling-codes.ts";
import { phoneKeys } from "../digits.ts";
import { dynamic, flag, integer, leaf, notReproduced, oneOf } from "../parameter-kinds.ts";
import { exactlyOneOf, group, optional, type Written, withDefault } from "../parameters.ts";
import { message, onePrompt, prompt } from "../prompt.ts";
import type { Reading } from "../reading.ts";

/** The time until the first key. Both names are in use: AWS documented InputTimeoutSeconds until 2022. */
const seconds = optional(integer(1));

const country = leaf("the ISO code of a country, such as JP", (text) =>
  callingCode(text) === undefined ? undefined : text,
);

const terminator = leaf("one to five of the keys 0-9, * and #", (text) =>
  /^[0-9*#]{1,5}$/.test(text) ? text : undefined,
);

/** More than any phone number has, so that one key too many makes it invalid and is not cut off (chosen). */
const phoneNumberMax = 20;

/**
 * Get customer input (one key, compared by Conditions) and Store customer input (digits, kept in
 * `$.StoredCustomerInput`).
 * https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-getparticipantinput.html
 * https://docs.aws.amazon.com/connect/latest/adminguide/store-customer-input.html
 */
export const getParticipantInput = asking("input", {
  parameters: {
    ...prompt,
    InputTimeLimitSeconds: seconds,
    InputTimeoutSeconds: seconds,
    StoreInput: withDefault(flag, false),
    InputValidation: optional(
      group(
        {
          PhoneNumberValidation: optional(
            group({ NumberFormat: oneOf("Local", "E164"), CountryCode: optional(country) }, countryOfLocal),
          ),
          CustomValidation: optional(group({ MaximumLength: dynamic(integer(1)) })),
        },
        exactlyOneOf("PhoneNumberValidation", "CustomValidation"),
      ),
    ),
    InputEncryption: notReproduced("the input would be stored in the clear. Take InputEncryption out for the bench."),
    DTMFConfiguration: withDefault(
      group(
        {
          InputTerminationSequence: withDefault(dynamic(terminator), "#"),
          DisableCancelKey: withDefault(flag, false),
          // From 1 to 20 seconds, 5 by default: the block's page.
          InterdigitTimeLimitSeconds: withDefault(dynamic(integer(1, 20)), 5),
        },
        starNeedsNoCancelKey,
      ),
      { InputTerminationSequence: "#", DisableCancelKey: false, InterdigitTimeLimitSeconds: 5 },
    ),
  },
  rules: [onePrompt, exactlyOneOf("InputTimeLimitSeconds", "InputTimeoutSeconds"), validationOfStored],
  results: ({ StoreInput }) => (isTrue(StoreInput) ? noResult : someOf(...phoneKeys)),
  errors: ["NoMatchingError", "NoMatchingCondition", "InputTimeLimitExceeded", "InvalidPhoneNumber"],

  ask: (values) => {
    const { InputTimeLimitSeconds, InputTimeoutSeconds, StoreInput, InputValidation, DTMFConfiguration } = values;
    const firstKeyMs = (InputTimeLimitSeconds ?? InputTimeoutSeconds ?? 0) * 1_000;
    return {
      type: "input",
      message: message(values),
      input: StoreInput
        ? {
            type: "digits",
            firstKeyMs,
            interdigitMs: DTMFConfiguration.InterdigitTimeLimitSeconds * 1_000,
            digitsMax: InputValidation?.CustomValidation?.MaximumLength ?? phoneNumberMax,
            terminator: DTMFConfiguration.InputTerminationSequence,
            cancelKey: !DTMFConfiguration.DisableCancelKey,
          }
        : { type: "key", firstKeyMs },
    };
  },

  settle: (reply, { StoreInput, InputValidation }) => {
    if (!StoreInput) return reply.type === "keys" ? done({ result: reply.keys }) : failed("InputTimeLimitExceeded");
    // "If during a call the customer doesn't enter any input, the contact is routed down the Success branch."
    if (reply.type === "timedOut") return stored("Timeout");
    const phone = InputValidation?.PhoneNumberValidation;
    if (phone === undefined) return stored(reply.keys);
    const number = e164(reply.keys, phone.NumberFormat === "Local" ? phone.CountryCode : undefined);
    return number === undefined ? failed("InvalidPhoneNumber") : stored(number);
  },
});

const stored = (input: string): Outcome => done({ change: { storedCustomerInput: input } });

/**
 * The keyed number in E.164 form, `+81312345678`; undefined where it cannot be one. How Connect judges a number and in
 * which form it stores it is not documented. Chosen: digits only; of a local number one leading 0 is the national
 * prefix (but part of the number in Italy and San Marino), and at least 4 digits remain; an international number has
 * at least 8; with the country's code, both have 15 at most.
 */
function e164(keys: string, country: string | undefined): string | undefined {
  if (!/^\d+$/.test(keys)) return undefined;
  if (country === undefined) return /^[1-9]\d{7,14}$/.test(keys) ? `+${keys}` : undefined;
  const code = callingCode(country) ?? "";
  const national = code === "39" || code === "378" ? keys : keys.replace(/^0/, "");
  return national.length >= 4 && code.length + national.length <= 15 ? `+${code}${national}` : undefined;
}

function isTrue(written: unknown): boolean {
  return written === true || (typeof written === "string" && written.toLowerCase() === "true");
}

/** "Required if and only if StoreInput is True": where it is False and given all the same, it does no harm here. */
function validationOfStored(written: Written, reading: Reading): void {
  if (!isTrue(written.StoreInput) || written.InputValidation !== undefined) return;
  reading
    .at("InputValidation")
    .wrong(
      "parameter-missing",
      'is missing: with StoreInput "True" it says which input is valid, such as { "CustomValidation": { "MaximumLength": "4" } }.',
    );
}

function countryOfLocal(written: Written, reading: Reading): void {
  if (written.NumberFormat !== "Local" || written.CountryCode !== undefined) return;
  reading.at("CountryCode").wrong("parameter-missing", `is missing: a Local number must have ${country.says}.`);
}

/** As long as * deletes what was keyed before it, it cannot end anything. */
function starNeedsNoCancelKey(written: Written, reading: Reading): void {
  const { InputTerminationSequence, DisableCancelKey } = written;
  if (
    typeof InputTerminationSequence !== "string" ||
    !InputTerminationSequence.includes("*") ||
    isTrue(DisableCancelKey)
  )
    return;
  reading
    .at("InputTerminationSequence")
    .wrong("parameter-value", 'has a *, which deletes the input as long as DisableCancelKey is not "True".');
}
