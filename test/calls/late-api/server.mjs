/*
 * The sample's restaurant as the worst of its kind: it knows no keys, its book takes whatever comes, and a gateway before
 * it answers the first request of a run with 504 at once, and lets it through only later. PORT: where it listens.
 *
 * POST /late?before=3: in the runs to come, just before the third request that comes after it; POST /late: not by itself.
 * POST /arrive: now, if it has not been let through yet.
 */
import { once } from "node:events";
import { createServer, request as send } from "node:http";
import { openDatabase } from "../../../sample/restaurant-api/database.mjs";
import { createHttpServer } from "../../../sample/restaurant-api/http.mjs";

const database = await openDatabase();
await database.query("alter table reservations drop constraint one_reservation_per_phone");
const restaurant = createHttpServer(database, { legacy: true }).listen(0, "127.0.0.1");
await once(restaurant, "listening");

/** @typedef {{ method: string, path: string, headers: import("node:http").IncomingHttpHeaders, body: Buffer }} Order */

let before = Number.POSITIVE_INFINITY;
let orders = 0;
let requests = 0;
/** @type {Order | undefined} */
let held;

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = "GET", url = "/", headers } = request;
  const order = { method, path: url, headers, body: Buffer.concat(chunks) };
  const { pathname, searchParams } = new URL(url, "http://gateway");
  if (pathname === "/late") {
    before = Number(searchParams.get("before") ?? Number.POSITIVE_INFINITY);
    response.writeHead(204).end();
    return;
  }
  if (pathname === "/arrive") {
    await arrive();
    response.writeHead(204).end();
    return;
  }
  if (pathname === "/reset") {
    orders = requests = 0;
    held = undefined;
  } else if (method === "POST" && ++orders === 1) {
    held = order;
    response.writeHead(504).end();
    return;
  } else if (orders > 0 && ++requests === before) await arrive();
  const { status, type, body } = await pass(order);
  response.writeHead(status, type === undefined ? {} : { "content-type": type }).end(body);
}).listen(Number(process.env.PORT), "127.0.0.1");

process.once("SIGTERM", () => process.exit());

async function arrive() {
  const order = held;
  held = undefined;
  if (order !== undefined) await pass(order);
}

/** @param {Order} order @returns {Promise<{ status: number, type: string | undefined, body: Buffer }>} */
async function pass({ method, path, headers, body }) {
  const address = restaurant.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const request = send({ host: "127.0.0.1", port, method, path, headers, agent: false }).end(body);
  const [answer] = await once(request, "response");
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, type: answer.headers["content-type"], body: Buffer.concat(chunks) };
}
