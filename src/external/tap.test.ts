import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Clock } from "../clock/clock.ts";
import { DrivenClock } from "../clock/driven.ts";
import { SimulatedClock } from "../clock/simulated.ts";
import { SystemClock } from "../clock/system.ts";
import type { Fault } from "./fault.ts";
import { type Conditions, Tap, type TapObserver } from "./tap.ts";

let api: Server;
let apiUrl: URL;
/** What reached the API. */
let reached: string[];
let answerAfterMs: number;

beforeEach(async () => {
  reached = [];
  answerAfterMs = 0;
  api = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    reached.push(`${request.method} ${request.url} ${body}`);
    setTimeout(() => {
      if (request.url?.endsWith("/nothing")) {
        response.writeHead(204).end();
        return;
      }
      response.writeHead(201, {
        "content-type": "application/json",
        location: "/reservations/1",
        "set-cookie": ["a=1", "b=2"],
      });
      response.end(`{"host":"${request.headers.host}","agent":"${request.headers["user-agent"]}"}`);
    }, answerAfterMs);
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  apiUrl = new URL(`http://127.0.0.1:${(api.address() as AddressInfo).port}/v1`);
});

afterEach(() => {
  api.close();
  api.closeAllConnections();
});

test("a request reaches the API as it is, and its answer the function", async () => {
  const { url, record } = await open();
  const response = await fetch(`${url}/reservations?b=2&a=1`, {
    method: "POST",
    body: '{"party":4}',
    headers: { "user-agent": "handler" },
  });

  expect(response.status).toBe(201);
  expect(response.headers.get("location")).toBe("/reservations/1");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await response.json()).toEqual({ host: apiUrl.host, agent: "handler" });
  expect(reached).toEqual(['POST /v1/reservations?b=2&a=1 {"party":4}']);
  expect(record).toEqual([
    "started 1 by env-1: POST /v1/reservations?b=2&a=1",
    "answered 1: 201",
    "finished 1: response 201",
  ]);
});

test("each address tells whose request it was", async () => {
  const { tap, url, record } = await open();
  const other = await tap.open("env-2");
  await (await fetch(`${url}/a`)).text();
  await (await fetch(`${other.url}/b`)).text();
  expect(record.filter((line) => line.startsWith("started"))).toEqual([
    "started 1 by env-1: GET /v1/a",
    "started 2 by env-2: GET /v1/b",
  ]);
});

test("with a latency the API works at once, and the function waits for the answer", async () => {
  const clock = new SimulatedClock();
  const { url, record } = await open({ latencyMs: 400 }, clock);
  let answered = false;
  const pending = fetch(`${url}/a`).then((response) => {
    answered = true;
    return response.text();
  });
  await until(() => record.includes("answered 1: 201"));
  clock.advanceTo(399);
  await turns();
  expect(answered).toBe(false);
  clock.advanceTo(400);
  await pending;
  expect(answered).toBe(true);
});

test.each([
  ["HEAD", undefined, 201],
  ["OPTIONS", undefined, 201],
  ["DELETE", '{"why":"ill"}', 201],
  ["GET", '{"like":"a search"}', 201],
  ["PUT", "x".repeat(300_000), 201],
])("%s passes as it is, with a body or without", async (method, body, status) => {
  const { url } = await open();
  expect(await send(`${url}/a`, method, body)).toBe(status);
  expect(reached).toEqual([`${method} /v1/a ${body ?? ""}`]);
});

test("an answer without a body has none on the other side either", async () => {
  const { url } = await open();
  const response = await fetch(`${url}/nothing`, { method: "DELETE" });
  expect(response.status).toBe(204);
  expect(await response.text()).toBe("");
});

test("a request that is cut off while it is being sent reaches nobody", async () => {
  const { url, record } = await open();
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write("POST /v1/a HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf of it");
  await once(socket, "connect");
  await turns();
  socket.destroy();
  await once(socket, "close");
  await turns();
  expect(record).toEqual([]);
  expect(reached).toEqual([]);
});

test("a web page does not get through", async () => {
  const { url, record } = await open();
  expect(await send(`${url}/a`, "POST", "{}", { "sec-fetch-site": "cross-site" })).toBe(403);
  expect(record).toEqual([]);
});

test("a name that does not exist reached nobody", async () => {
  apiUrl = new URL("http://no-such-api.invalid");
  const { url, record } = await open();
  await expect(fetch(`${url}/a`)).rejects.toThrow();
  await until(() => record.length === 2);
  expect(record[1]).toBe("finished 1: reset, not reached");
});

test("a function that goes away before the answer does not call its request back", async () => {
  answerAfterMs = 100;
  const { url, record } = await open();
  const giveUp = new AbortController();
  const pending = fetch(`${url}/a`, { method: "POST", signal: giveUp.signal }).catch(() => {});
  await until(() => reached.length === 1);
  giveUp.abort();
  await pending;
  await until(() => record.length === 3);
  expect(record).toEqual(["started 1 by env-1: POST /v1/a", "answered 1: 201", "finished 1: abandoned"]);
});

const cases: readonly [Fault, { reaches: boolean; sees: number | "reset"; record: readonly string[] }][] = [
  ["error-before", { reaches: false, sees: 503, record: ["finished 1: response 503, not reached"] }],
  ["error-after", { reaches: true, sees: 500, record: ["answered 1: 201", "finished 1: response 500"] }],
  ["reset-before", { reaches: false, sees: "reset", record: ["finished 1: reset, not reached"] }],
  ["reset-after", { reaches: true, sees: "reset", record: ["answered 1: 201", "finished 1: reset"] }],
];
test.each(cases)("%s: who sees what", async (fault, expected) => {
  const { url, record } = await open({ fault });
  const sees = await fetch(`${url}/a`, { method: "POST" }).then(
    ({ status }) => status,
    () => "reset" as const,
  );
  await until(() => record.length === 1 + expected.record.length);
  expect(sees).toBe(expected.sees);
  expect(reached).toHaveLength(expected.reaches ? 1 : 0);
  expect(record.slice(1)).toEqual(expected.record);
});

test("a silent API is given up by the function, and nobody else waits for it", async () => {
  const { url, record } = await open({ fault: "silent" });
  await fetch(`${url}/a`, { signal: AbortSignal.timeout(50) }).catch(() => {});
  await until(() => record.length === 2);
  expect(record[1]).toBe("finished 1: abandoned, not reached");
  expect(reached).toEqual([]);
});

test("an address where nothing listens is a broken connection that reached nobody", async () => {
  const { url, record } = await open();
  api.close();
  api.closeAllConnections();
  await once(api, "close");
  await expect(fetch(`${url}/a`)).rejects.toThrow();
  await until(() => record.length === 2);
  expect(record[1]).toBe("finished 1: reset, not reached");
});

const taps: Tap[] = [];
afterEach(() => {
  for (const tap of taps.splice(0)) tap.close();
});

async function open(conditions: Partial<Conditions> = {}, clock: Clock = new SystemClock()) {
  const record: string[] = [];
  const observer: TapObserver = {
    started: ({ id, mouth, method, path }) => record.push(`started ${id} by ${mouth}: ${method} ${path}`),
    answered: ({ id, status }) => record.push(`answered ${id}: ${status}`),
    finished: ({ id, delivered, reached: got }) =>
      record.push(
        `finished ${id}: ${delivered.type}${delivered.type === "response" ? ` ${delivered.status}` : ""}${got ? "" : ", not reached"}`,
      ),
  };
  let ids = 0;
  const tap = new Tap({
    name: "restaurant",
    path: apiUrl.pathname,
    target: async () => apiUrl,
    failed: (error) => {
      throw error;
    },
    clock,
    observer,
    conditions: () => ({ latencyMs: 0, fault: undefined, ...conditions }),
    nextId: () => `${++ids}`,
  });
  taps.push(tap);
  return { tap, record, url: (await tap.open("env-1")).url };
}

/** What fetch does not send: bodies where they are unusual, and a browser's headers. */
function send(url: string, method: string, body = "", headers = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const length = body === "" ? {} : { "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method, headers: { ...headers, ...length } }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Some turns of the event loop, enough for what is on its way on loopback. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

test("in simulated time requests of one moment pass in an order that does not depend on which came first", async () => {
  const clock = new DrivenClock({
    givenUp: (error) => {
      throw error;
    },
  });
  const release = clock.hold(() => "the requests are being sent");
  const { url, record } = await open({}, clock);
  const answers = ["/c", "/a", "/b"].map((path) => fetch(`${url}${path}`).then((response) => response.status));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(record).toEqual([]);
  release();
  expect(await Promise.all(answers)).toEqual([201, 201, 201]);
  expect(reached).toEqual(["GET /v1/a ", "GET /v1/b ", "GET /v1/c "]);
});
