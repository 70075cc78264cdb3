// Writes the exported flows of this folder: node flows/make.mjs
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  askDigits,
  askKey,
  checkHours,
  compare,
  disconnect,
  exportFlow,
  invoke,
  logging,
  loop,
  neuralVoice,
  say,
  setAttributes,
  setQueue,
  transferToQueue,
} from "./blocks.mjs";
import { english, japanese } from "./words.mjs";

/** @typedef {import("./blocks.mjs").Block} Block */

/** File by name: a flow for each limit (in seconds) that the block "Invoke AWS Lambda function" is to have. */
export const flows = {
  ...named("sleep-seven-8-7", oneFunctionLine("sleep-seven", 8)),
  ...named("sleep-seven-7-7", oneFunctionLine("sleep-seven", 7)),
  ...named("raise-error-7-7", oneFunctionLine("raise-error", 7)),
  ...named("reservation-ja", reservationLine(japanese, "reserve-naive", 8)),
  ...named("reservation-ja-aligned", reservationLine(japanese, "reserve-naive", 7)),
  ...named("reservation-ja-python", reservationLine(japanese, "reserve_naive_py", 8)),
  ...named("reservation-en", reservationLine(english, "reserve-naive", 8)),
  ...named("reservation-en-aligned", reservationLine(english, "reserve-naive", 7)),
  ...named("reservation-ja-powertools", reservationLine(japanese, "reserve-powertools", 8)),
  ...named("reservation-ja-key", reservationLine(japanese, "reserve-key", 8)),
  ...named("reservation-ja-safe", safeReservationLine(japanese, "reserve", 8)),
  ...named("reservation-ja-safe-python", safeReservationLine(japanese, "reserve_py", 8)),
  ...named("reservation-en-safe", safeReservationLine(english, "reserve", 8)),
};

if (process.argv[1] === import.meta.filename) {
  for (const [file, text] of Object.entries(flows)) writeFileSync(join(import.meta.dirname, file), text);
}

/** @param {string} name @param {Block[]} blocks */
function named(name, blocks) {
  return { [`${name}.json`]: exportFlow(name, blocks) };
}

/**
 * Invokes one function and says whether it answered.
 * @param {string} name
 * @param {number} limit
 */
function oneFunctionLine(name, limit) {
  return [
    logging("logging", [0, 0], "invoke"),
    // It answers with a number, statusCode, which a STRING_MAP does not take.
    invoke("invoke", [1, 0], { function: name, limit, responseType: "JSON" }, { next: "succeeded", failed: "failed" }),
    say("succeeded", [2, 0], "The function has answered.", "hang-up"),
    say("failed", [2, 1], "The function has failed.", "hang-up"),
    disconnect("hang-up", [3, 0]),
  ];
}

/**
 * Takes a reservation, or a change of one, and tells the caller that it failed whenever the function did not answer.
 * @param {import("./words.mjs").Words} words
 * @param {string} lambda
 * @param {number} limit
 */
function reservationLine(words, lambda, limit) {
  return [
    ...wish(words, "failed"),
    ...handOver({ function: lambda, limit }, ["reserved", "changed", "full", "none"], "failed"),
    ...endings([18, 0], {
      reserved: words.reserved,
      changed: words.changed,
      full: words.full,
      none: words.none,
      failed: words.failed,
      goodbye: words.goodbye,
    }),
    ...person(words),
    disconnect("hang-up", [19, 0]),
  ];
}

/**
 * The same, with words for each status that a function can answer with that always answers; and where it does not
 * answer after all, the caller hears that nobody knows.
 * @param {import("./words.mjs").Words} words
 * @param {string} lambda
 * @param {number} limit
 */
function safeReservationLine(words, lambda, limit) {
  return [
    ...wish(words, "unable"),
    ...handOver({ function: lambda, limit }, ["confirmed", "already-confirmed", "pending", "rejected"], "unknown"),
    oneOf(
      "rejected",
      [18, 8],
      "reason",
      ["full", "overlapping", "none-to-change", "invalid", "unknown-caller"],
      "unknown",
    ),
    ...endings([18, 0], {
      confirmed: words.confirmed,
      "already-confirmed": words.alreadyConfirmed,
      pending: words.pending,
      unknown: words.unknown,
      unable: words.unable,
      goodbye: words.goodbye,
    }),
    ...endings([19, 8], {
      full: words.full,
      overlapping: words.overlapping,
      "none-to-change": words.none,
      invalid: words.invalid,
      "unknown-caller": words.unknownCaller,
    }),
    ...person(words),
    disconnect("hang-up", [20, 0]),
  ];
}

/**
 * Asks what the caller wishes for, by keys: 1 (new), 1224# (date), 1900# (time), 2 (people), 1 (confirmed).
 * @param {import("./words.mjs").Words} words
 * @param {string} failed where to go when Connect itself cannot go on
 */
function wish(words, failed) {
  return [
    logging("logging", [0, 0], "voice"),
    neuralVoice("voice", [1, 0], words.voice, "greeting"),
    say("greeting", [2, 0], words.greeting, "menu"),
    askKey("menu", [3, 0], words.menu, { 1: "reserve", 2: "change", 0: "person" }, "menu-tries"),
    ...threeTries("menu", [3, 1], words),
    setAttributes("reserve", [4, 0], { operation: "reserve" }, { next: "date", failed }),
    setAttributes("change", [4, 1], { operation: "change" }, { next: "date", failed }),

    // A key more than the digits, so that it is the # which ends them: Connect takes no more keys at the maximum, and
    // the # would be the answer to the next question.
    ...digits("date", 5, { question: words.askDate, length: 5, from: 101, to: 1231, next: "time", failed }, words),
    ...digits(
      "time",
      8,
      { question: words.askTime, length: 5, from: 1100, to: 2000, next: "partySize", failed },
      words,
    ),
    ...digits("partySize", 11, { question: words.askParty, length: 1, from: 1, to: 6, next: "confirm", failed }, words),
    askKey("confirm", [14, 0], words.confirm, { 1: "one-moment", 2: "date" }, "confirm-tries"),
    ...threeTries("confirm", [14, 1], words),
    say("one-moment", [15, 0], words.oneMoment, "invoke"),
  ];
}

/**
 * Invokes the function with what the caller wishes for, and goes where the status in its answer says.
 * @param {{ function: string, limit: number }} lambda
 * @param {string[]} statuses
 * @param {string} failed
 */
function handOver(lambda, statuses, failed) {
  return [
    invoke(
      "invoke",
      [16, 0],
      {
        ...lambda,
        responseType: "STRING_MAP",
        attributes: {
          operation: "$.Attributes.operation",
          date: "$.Attributes.date",
          time: "$.Attributes.time",
          partySize: "$.Attributes.partySize",
        },
      },
      { next: "result", failed },
    ),
    oneOf("result", [17, 0], "status", statuses, failed),
  ];
}

/**
 * Goes where something in the function's answer says: to the block of that name.
 * @param {string} name
 * @param {Block["at"]} at
 * @param {string} key
 * @param {string[]} values
 * @param {string} otherwise
 */
function oneOf(name, at, key, values, otherwise) {
  return compare(
    name,
    at,
    `$.External.${key}`,
    values.map((value) => ["Equals", value, value]),
    otherwise,
  );
}

/**
 * The last words to a caller, one block below the other.
 * @param {Block["at"]} at
 * @param {Record<string, string>} words by the name of the block
 */
function endings([column, row], words) {
  return Object.entries(words).map(([name, text], index) => say(name, [column, row + index], text, "hang-up"));
}

/**
 * Puts the caller through to somebody.
 * @param {import("./words.mjs").Words} words
 */
function person(words) {
  return [
    checkHours("person", [4, 6], "restaurant", { open: "queue", closed: "closed", failed: "busy" }),
    setQueue("queue", [5, 6], "reservations", { next: "transfer", failed: "busy" }),
    say("transfer", [6, 6], words.transfer, "wait-for-person"),
    transferToQueue("wait-for-person", [7, 6], "busy"),
    say("busy", [18, 6], words.busy, "hang-up"),
    say("closed", [18, 7], words.closed, "hang-up"),
  ];
}

/**
 * Asks for digits until they lie between two numbers, and keeps them as the attribute of the same name.
 * @param {string} name
 * @param {number} column
 * @param {{ question: string, length: number, from: number, to: number, next: string, failed: string }} asked
 * @param {import("./words.mjs").Words} words
 */
function digits(name, column, { question, length, from, to, next, failed }, words) {
  const [check, save, tries] = [`${name}-check`, `${name}-save`, `${name}-tries`];
  return [
    askDigits(name, [column, 0], question, length, { next: check, failed }),
    // No keys at all are "Timeout", which is no number and meets neither condition.
    compare(
      check,
      [column + 1, 0],
      "$.StoredCustomerInput",
      [
        ["NumberGreaterThan", String(to), tries],
        ["NumberGreaterOrEqualTo", String(from), save],
      ],
      tries,
    ),
    setAttributes(save, [column + 2, 0], { [name]: "$.StoredCustomerInput" }, { next, failed }),
    ...threeTries(name, [column + 1, 1], words),
  ];
}

/**
 * Asks again twice, then gives up.
 * @param {string} name
 * @param {[column: number, row: number]} at
 * @param {import("./words.mjs").Words} words
 */
function threeTries(name, [column, row], words) {
  return [
    loop(`${name}-tries`, [column, row], 2, { again: `${name}-again`, done: "goodbye" }),
    say(`${name}-again`, [column - 1, row], words.tryAgain, name),
  ];
}
