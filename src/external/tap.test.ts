import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
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
  const { url, record } = await open({ latencyMs: 400 });
  const started = performance.now();
  const pending = fetch(`${url}/a`);
  await until(() => record.includes("answered 1: 201"));
  const worked = performance.now() - started;
  await (await pending).text();
  const waited = performance.now() - started;
  expect(waited).toBeGreaterThanOrEqual(399);
  expect(worked).toBeLessThan(waited);
});

test("a function that goes away before the answer does not call its request back", async () => {
  answerAfterMs = 100;
  const { tap, url, record } = await open();
  const giveUp = new AbortController();
  const pending = fetch(`${url}/a`, { method: "POST", signal: giveUp.signal }).catch(() => {});
  await until(() => reached.length === 1);
  giveUp.abort();
  await pending;
  await tap.quiet();
  expect(record).toEqual(["started 1 by env-1: POST /v1/a", "answered 1: 201", "finished 1: abandoned"]);
});

const cases: readonly [Fault, { reaches: boolean; sees: number | "reset"; record: readonly string[] }][] = [
  ["error-before", { reaches: false, sees: 503, record: ["finished 1: response 503, not reached"] }],
  ["error-after", { reaches: true, sees: 500, record: ["answered 1: 201", "finished 1: response 500"] }],
  ["reset-before", { reaches: false, sees: "reset", record: ["finished 1: reset, not reached"] }],
  ["reset-after", { reaches: true, sees: "reset", record: ["answered 1: 201", "finished 1: reset"] }],
];
test.each(cases)("%s: who sees what", async (fault, expected) => {
  const { tap, url, record } = await open({ fault });
  const sees = await fetch(`${url}/a`, { method: "POST" }).then(
    ({ status }) => status,
    () => "reset" as const,
  );
  await tap.quiet();
  expect(sees).toBe(expected.sees);
  expect(reached).toHaveLength(expected.reaches ? 1 : 0);
  expect(record.slice(1)).toEqual(expected.record);
});

test("a silent API is given up by the function, and nobody else waits for it", async () => {
  const { tap, url, record } = await open({ fault: "silent" });
  await fetch(`${url}/a`, { signal: AbortSignal.timeout(50) }).catch(() => {});
  await tap.quiet();
  await until(() => record.length === 2);
  expect(record[1]).toBe("finished 1: abandoned, not reached");
  expect(reached).toEqual([]);
});

test("an address where nothing listens is a broken connection that reached nobody", async () => {
  const { tap, url, record } = await open();
  api.close();
  api.closeAllConnections();
  await once(api, "close");
  await expect(fetch(`${url}/a`)).rejects.toThrow();
  await tap.quiet();
  expect(record[1]).toBe("finished 1: reset, not reached");
});

const taps: Tap[] = [];
afterEach(() => {
  for (const tap of taps.splice(0)) tap.close();
});

async function open(conditions: Partial<Conditions> = {}) {
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
    target: apiUrl,
    clock: new SystemClock(),
    observer,
    conditions: () => ({ latencyMs: 0, fault: undefined, ...conditions }),
    nextId: () => `${++ids}`,
  });
  taps.push(tap);
  return { tap, record, url: (await tap.open("env-1")).url };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
