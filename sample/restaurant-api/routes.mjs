import { required, requiredQuery, some } from "./fields.mjs";
import { book, cancel, change, find, findByPhone, freeTables, reserve, reset } from "./reservations.mjs";

/** @typedef {import("./database.mjs").Database} Database */

/**
 * @typedef {object} Request
 * @property {string} number the reservation's, where the path has one
 * @property {URLSearchParams} query
 * @property {string | undefined} ifMatch which versions of the reservation the client would have changed
 * @property {() => Promise<Record<string, unknown>>} json reads the body, a JSON object
 * @property {(asked: object, work: import("./transaction.mjs").Work<Answer>) => Promise<Answer>} once changes the book,
 *   once for a key where the request bears one; `asked` is what the body asks for
 */

/** @typedef {{ status: number, body?: object, headers?: Record<string, string> }} Answer */

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
    handle: async (_database, { json, once }) => {
      const wish = required(await json(), ["date", "time", "partySize", "phoneNumber"]);
      return once(wish, async (transaction) => {
        const reservation = await reserve(transaction, wish);
        const location = `/reservations/${reservation.reservationNumber}`;
        return { status: 201, headers: { location }, body: reservation };
      });
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
    handle: async (_database, { number, ifMatch, json, once }) => {
      const wish = some(await json(), ["date", "time", "partySize"]);
      return once(wish, async (transaction) => ({
        status: 200,
        body: await change(transaction, number, wish, ifMatch),
      }));
    },
  },
  {
    method: "DELETE",
    path: /^\/reservations\/(\d{1,9})$/,
    handle: (_database, { number, ifMatch, once }) =>
      once({}, async (transaction) => {
        await cancel(transaction, number, ifMatch);
        return { status: 204 };
      }),
  },
  {
    // For the restaurant itself: callers ask for their own reservations above.
    method: "GET",
    path: /^\/book$/,
    handle: async (database) => ({ status: 200, body: { reservations: await book(database) } }),
  },
  {
    // For test benches: back to an empty book, or to one with the reservation that the query describes.
    method: "POST",
    path: /^\/reset$/,
    handle: async (database, { query }) => {
      const first = query.size > 0 ? requiredQuery(query, ["date", "time", "partySize", "phoneNumber"]) : undefined;
      await database.transaction(async (transaction) => {
        await reset(transaction);
        if (first !== undefined) await reserve(transaction, first);
      });
      return { status: 204 };
    },
  },
];
