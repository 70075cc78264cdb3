import { violates } from "./database.mjs";
import { Problem } from "./problem.mjs";

/** @typedef {import("./database.mjs").Database} Database */
/** @typedef {import("./fields.mjs").Wish} Wish */
/** @typedef {Wish & { reservationNumber: string, table: number }} Reservation */
/** @typedef {{ number: number, seats: number }} Table */

const reservation = `
  number::text as "reservationNumber",
  to_char(lower(during) at time zone 'Asia/Tokyo', 'YYYY-MM-DD') as date,
  to_char(lower(during) at time zone 'Asia/Tokyo', 'HH24:MI') as time,
  party_size as "partySize",
  phone_number as "phoneNumber",
  table_number as "table"`;

/**
 * @param {Database} database
 * @param {Wish} wish
 */
export function reserve(database, { date, time, partySize, phoneNumber }) {
  return atSmallestFreeTable(database, partySize, (table) =>
    database.query(
      `insert into reservations (phone_number, party_size, table_number, during)
       values ($1, $2, $3, seating($4, $5)) returning ${reservation}`,
      [phoneNumber, partySize, table, date, time],
    ),
  );
}

/**
 * @param {Database} database
 * @param {string} number
 * @param {Partial<Omit<Wish, "phoneNumber">>} change
 */
export async function change(database, number, change) {
  const { date, time, partySize } = { ...(await find(database, number)), ...change };
  return atSmallestFreeTable(database, partySize, (table) =>
    database.query(
      `update reservations set party_size = $2, table_number = $3, during = seating($4, $5)
       where number = $1 returning ${reservation}`,
      [number, partySize, table, date, time],
    ),
  );
}

/**
 * @param {Database} database
 * @param {string} number
 */
export async function cancel(database, number) {
  found(await database.query(`delete from reservations where number = $1 returning ${reservation}`, [number]));
}

/**
 * @param {Database} database
 * @param {string} number
 */
export async function find(database, number) {
  return found(await database.query(`select ${reservation} from reservations where number = $1`, [number]));
}

/**
 * The earliest first.
 * @param {Database} database
 * @param {string} phoneNumber
 * @returns {Promise<Reservation[]>}
 */
export function findByPhone(database, phoneNumber) {
  return database.query(`select ${reservation} from reservations where phone_number = $1 order by during`, [
    phoneNumber,
  ]);
}

/**
 * The tables that could take the party just now, in the order in which they would be given.
 * @param {Database} database
 * @param {Pick<Wish, "date" | "time" | "partySize">} wish
 * @returns {Promise<Table[]>}
 */
export function freeTables(database, { date, time, partySize }) {
  return database.query(
    `select number, seats from restaurant_tables
     where seats >= $1 and not exists (
       select from reservations where table_number = restaurant_tables.number and during && seating($2, $3))
     order by seats, number`,
    [partySize, date, time],
  );
}

/**
 * Empties the book; the numbers begin anew.
 * @param {Database} database
 */
export async function reset(database) {
  await database.query("truncate reservations restart identity");
}

/**
 * Nobody looks whether a table is free: each is taken in turn, and the database refuses those that are not.
 * @param {Database} database
 * @param {number} partySize
 * @param {(table: number) => Promise<Reservation[]>} take
 */
async function atSmallestFreeTable(database, partySize, take) {
  /** @type {Table[]} */
  const tables = await database.query(
    "select number, seats from restaurant_tables where seats >= $1 order by seats, number",
    [partySize],
  );
  for (const { number } of tables) {
    try {
      return found(await take(number));
    } catch (error) {
      if (violates(error, "one_reservation_per_phone")) {
        throw new Problem("already-reserved", "This phone number has a reservation at that time already.");
      }
      if (!violates(error, "one_party_per_table")) throw error;
    }
  }
  throw new Problem("no-table", "Every table that seats the party is taken at that time.");
}

/** @param {Reservation[]} reservations */
function found([reservation]) {
  if (reservation === undefined) throw new Problem("no-such-reservation");
  return reservation;
}
