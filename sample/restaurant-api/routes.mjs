import { required, requiredQuery, some } from "./fields.mjs";
import { cancel, change, find, findByPhone, freeTables, reserve, reset } from "./reservations.mjs";

/** @typedef {import("./database.mjs").Database} Database */

/**
 * @typedef {object} Request
 * @property {string} number the reservation's, where the path has one
 * @property {URLSearchParams} query
 * @property {() => Promise<Record<string, unknown>>} json reads the body, a JSON object
 */

/** @typedef {{ status: number, body?: unknown, headers?: Record<string, string> }} Answer */

/** @type {{ method: string, path: RegExp, handle: (database: Database, request: Request) => Promise<Answer> }[]} */
export const routes = [
  {
    method: "GET",
    path: /^\/healthz$/,
    handle: async (database) => {
      await database.query("select 1");
      return { status: 200, body: { status: "ok" } };
    },
  },
  {
    method: "GET",
    path: /^\/availability$/,
    handle: async (database, { query }) => {
      const wish = requiredQuery(query, ["date", "time", "partySize"]);
      const tables = await freeTables(database, wish);
      return { status: 200, body: { ...wish, available: tables.length > 0, tables } };
    },
  },
  {
    method: "POST",
    path: /^\/reservations$/,
    handle: async (database, { json }) => {
      const wish = required(await json(), ["date", "time", "partySize", "phoneNumber"]);
      const reservation = await reserve(database, wish);
      const location = `/reservations/${reservation.reservationNumber}`;
      return { status: 201, headers: { location }, body: reservation };
    },
  },
  {
    method: "GET",
    path: /^\/reservations$/,
    handle: async (database, { query }) => {
      const { phoneNumber } = requiredQuery(query, ["phoneNumber"]);
      return { status: 200, body: { reservations: await findByPhone(database, phoneNumber) } };
    },
  },
  {
    method: "GET",
    path: /^\/reservations\/(\d{1,9})$/,
    handle: async (database, { number }) => ({ status: 200, body: await find(database, number) }),
  },
  {
    method: "PATCH",
    path: /^\/reservations\/(\d{1,9})$/,
    handle: async (database, { number, json }) => {
      const wish = some(await json(), ["date", "time", "partySize"]);
      return { status: 200, body: await change(database, number, wish) };
    },
  },
  {
    method: "DELETE",
    path: /^\/reservations\/(\d{1,9})$/,
    handle: async (database, { number }) => {
      await cancel(database, number);
      return { status: 204 };
    },
  },
  {
    // For test benches: back to an empty book.
    method: "POST",
    path: /^\/reset$/,
    handle: async (database) => {
      await reset(database);
      return { status: 204 };
    },
  },
];
