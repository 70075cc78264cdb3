import { Problem } from "./problem.mjs";

/**
 * @typedef {object} Wish what a caller asks for
 * @property {string} date local, YYYY-MM-DD
 * @property {string} time local, HH:MM
 * @property {number} partySize
 * @property {string} phoneNumber E.164
 */

/** Open from 11:00 to 22:00; the two hours at the table lie within. */
const firstSeating = "11:00";
const lastSeating = "20:00";

/** @type {{ [Name in keyof Wish]: { accepts: (value: unknown) => value is Wish[Name], wanted: string } }} */
const fields = {
  date: { accepts: isDate, wanted: "a date of the calendar, such as 2026-12-24" },
  time: { accepts: isSeatingTime, wanted: `a time from ${firstSeating} to ${lastSeating}, such as 19:00` },
  partySize: { accepts: isPartySize, wanted: "a whole number from 1 to 99" },
  phoneNumber: { accepts: isPhoneNumber, wanted: "a phone number in E.164, such as +81312345678" },
};

/**
 * The named fields of a JSON object, each of them required.
 * @template {keyof Wish} Name
 * @param {Record<string, unknown>} given
 * @param {readonly Name[]} names
 * @returns {Pick<Wish, Name>}
 */
export function required(given, names) {
  return accepted(given, names, (name) => ({ pointer: `#/${name}` }));
}

/**
 * The named fields as far as they are given; at least one is.
 * @template {keyof Wish} Name
 * @param {Record<string, unknown>} given
 * @param {readonly Name[]} names
 * @returns {Partial<Pick<Wish, Name>>}
 */
export function some(given, names) {
  const present = names.filter((name) => given[name] !== undefined);
  if (present.length === 0) throw new Problem("invalid-request", `Give at least one of ${names.join(", ")}.`);
  return required(given, present);
}

/**
 * The named parameters of a query string, each of them required.
 * @template {keyof Wish} Name
 * @param {URLSearchParams} query
 * @param {readonly Name[]} names
 * @returns {Pick<Wish, Name>}
 */
export function requiredQuery(query, names) {
  const given = Object.fromEntries(query);
  const { partySize } = given;
  const numeric = partySize !== undefined && /^\d+$/.test(partySize) ? { partySize: Number(partySize) } : {};
  return accepted({ ...given, ...numeric }, names, (parameter) => ({ parameter }));
}

/**
 * @template {keyof Wish} Name
 * @param {Record<string, unknown>} given
 * @param {readonly Name[]} names
 * @param {(name: Name) => Record<string, string>} place where the reader of an error finds the field
 * @returns {Pick<Wish, Name>}
 */
function accepted(given, names, place) {
  const errors = names
    .filter((name) => !fields[name].accepts(given[name]))
    .map((name) => ({ ...place(name), detail: `${name} must be ${fields[name].wanted}.` }));
  if (errors.length > 0) throw new Problem("invalid-request", "See the errors.", { members: { errors } });
  return /** @type {Pick<Wish, Name>} */ (Object.fromEntries(names.map((name) => [name, given[name]])));
}

/** @param {unknown} value @returns {value is string} */
function isDate(value) {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const midnight = new Date(`${value}T00:00:00Z`); // 30 February is invalid, or becomes a day in March.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
}

/** @param {unknown} value @returns {value is string} */
function isSeatingTime(value) {
  return typeof value === "string" && /^\d{2}:[0-5]\d$/.test(value) && value >= firstSeating && value <= lastSeating;
}

/** @param {unknown} value @returns {value is number} */
function isPartySize(value) {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 99;
}

/** @param {unknown} value @returns {value is string} */
function isPhoneNumber(value) {
  return typeof value === "string" && /^\+[1-9]\d{6,14}$/.test(value);
}
