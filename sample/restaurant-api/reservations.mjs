import { violates } from "./database.mjs";
import { Problem } from "./problem.mjs";

/** @typedef {import("./transaction.mjs").Query} Query */
/** @typedef {import("./transaction.mjs").Transaction} Transaction */
/** @typedef {import("./fields.mjs").Wish} Wish */
/** @typedef {Wish & { reservationNumber: string, table: number, version: number }} Reservation */
/** @typedef {{ number: number, seats: number }} Table */

const reservation = `
  number::text as "reservationNumber",
  to_char(lower(during) at time zone 'Asia/Tokyo', 'YYYY-MM-DD') as date,
  to_char(lower(during) at time zone 'Asia/Tokyo', 'HH24:MI') as time,
  party_size as "partySize",
  phone_number as "phoneNumber",
  table_number as "table",
  version`;

/**
 * @param {Transaction} transaction
 * @param {Wish} wish
 */
export function reserve(transaction, wish) {
  return seat(transaction, null, wish);
}

/**
 * @param {Transaction} transaction
 * @param {string} number
 * @param {Partial<Omit<Wish, "phoneNumber">>} change
 * @param {string | undefined} ifMatch
 */
export async function change(transaction, number, change, ifMatch) {
  /** @type {Reservation[]} Locked: what a change does not name, another one at the same time may. */
  const reservations = await transaction.query(`select ${reservation} from reservations where number = $1 for update`, [
    number,
  ]);
  return seat(transaction, number, { ...unchanged(found(reservations, number), ifMatch), ...change });
}

/**
 * @param {Transaction} transaction
 * @param {string} number
 * @param {string | undefined} ifMatch
 */
export async function cancel({ query }, number, ifMatch) {
  /** @type {Reservation[]} */
  const reservations = await query(`delete from reservations where number = $1 returning ${reservation}`, [number]);
  unchanged(found(reservations, number), ifMatch);
}

/**
 * @param {{ query: Query }} database
 * @param {string} number
 */
export async function find({ query }, number) {
  return found(await query(`select ${reservation} from reservations where number = $1`, [number]), number);
}

/**
 * The earliest first.
 * @param {{ query: Query }} database
 * @param {string} phoneNumber
 * @returns {Promise<Reservation[]>}
 */
export function findByPhone({ query }, phoneNumber) {
  return query(`select ${reservation} from reservations where phone_number = $1 order by during`, [phoneNumber]);
}

/**
 * The whole book for whoever keeps it, the newest reservation first: also when each was made, and under which key. No
 * other answer says when: a caller's reservation is the same whenever it is made.
 * @param {{ query: Query }} database
 * @returns {Promise<(Reservation & { madeAt: string, idempotencyKey: string | null })[]>}
 */
export function book({ query }) {
  return query(`
    select ${reservation},
      to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "madeAt",
      (select key from idempotency_keys
       where request like 'POST %' and answer::json -> 'body' ->> 'reservationNumber' = number::text) as "idempotencyKey"
    from reservations order by number desc`);
}

/**
 * The tables that could take the party just now, in the order in which they would be given.
 * @param {{ query: Query }} database
 * @param {Pick<Wish, "date" | "time" | "partySize">} wish
 * @returns {Promise<Table[]>}
 */
export function freeTables({ query }, { date, time, partySize }) {
  return query(
    `select number, seats from restaurant_tables
     where seats >= $1 and not exists (
       select from reservations where table_number = restaurant_tables.number and during && seating($2, $3))
     order by seats, number`,
    [partySize, date, time],
  );
}

/**
 * Empties the book, and forgets the keys; the numbers begin anew. The keys are locked first, as by every request that
 * bears one: the other way round, the two would wait for each other.
 * @param {{ query: Query }} database
 */
export async function reset({ query }) {
  await query("truncate idempotency_keys, reservations restart identity");
}

/**
 * @param {Transaction} transaction
 * @param {string | null} number the reservation that gets another table, or null for a new one
 * @param {Wish} wish
 * @returns {Promise<Reservation>}
 */
async function seat({ query }, number, { date, time, partySize, phoneNumber }) {
  /** @type {Reservation[]} */
  const [seated] = await query(`select ${reservation} from take_table($1, $2, $3, seating($4, $5))`, [
    ...[number, phoneNumber, partySize, date, time],
  ]).catch((error) => {
    if (!violates(error, "one_reservation_per_phone")) throw error;
    throw new Problem("already-reserved", "This phone number has a reservation at that time already.");
  });
  if (seated !== undefined) return seated;
  throw new Problem("no-table", "Every table that seats the party is taken at that time.");
}

/**
 * @param {Reservation[]} reservations
 * @param {string} number
 */
function found([reservation], number) {
  if (reservation === undefined) throw new Problem("no-such-reservation", `No reservation has the number ${number}.`);
  return reservation;
}

/**
 * The reservation, if it is still as the client knows it: RFC 9110, §13.1.1.
 * @param {Reservation} reservation
 * @param {string | undefined} ifMatch a list of entity tags, or "*"
 */
function unchanged(reservation, ifMatch) {
  const tags = ifMatch?.split(",").map((tag) => tag.trim()) ?? ["*"];
  if (tags.includes("*") || tags.includes(`"${reservation.version}"`)) return reservation;
  const { reservationNumber, version } = reservation;
  throw new Problem("changed-since", `The version of reservation ${reservationNumber} is ${version} by now.`);
}
