import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test } from "vitest";
import { firstLine, startServer } from "../test/server-process.ts";
import { openRestaurant } from "./restaurant.mjs";

const started = new Set<ReturnType<typeof start>>();

// From here on, the embedded database has its files in the cache.
beforeAll(async () => (await openRestaurant()).close());

afterEach(() => {
  for (const server of started) server.kill("SIGKILL");
  started.clear();
});

function start(environment: Record<string, string>) {
  const server = startServer(join(import.meta.dirname, "server.mjs"), environment);
  started.add(server);
  return server;
}

test("says in one line where it listens, and a SIGTERM ends it", async () => {
  const begin = performance.now();
  const server = start({ PORT: "" });
  const line = await firstLine(server.stdout);
  console.info(`The restaurant was open after ${Math.round(performance.now() - begin)} ms.`);

  const url = /^The restaurant listens on (http:\/\/127\.0\.0\.1:\d+) \(PGlite, in memory\)$/.exec(line)?.[1];
  expect((await fetch(`${url}/healthz`)).status).toBe(200); // This connection stays open: nothing waits for it.
  server.kill("SIGTERM");
  expect(await once(server, "exit")).toEqual([0, null]);
});

test("listens where PORT says, and gives up when somebody else does", async () => {
  const first = start({ PORT: "0" });
  const port = /:(\d+) /.exec(await firstLine(first.stdout))?.[1] ?? "";

  const second = start({ PORT: port });
  expect(await firstLine(second.stderr)).toContain(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
  expect(await once(second, "exit")).toEqual([1, null]);
});

test("gives up when there is no PostgreSQL at the URL", async () => {
  const server = start({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" });
  expect(await firstLine(server.stderr)).toContain("ECONNREFUSED");
  expect(await once(server, "exit")).toEqual([1, null]);
});

test("the legacy API is started by a variable, and says so", async () => {
  const server = start({ PORT: "0", RESTAURANT_API: "legacy" });
  const line = await firstLine(server.stdout);
  expect(line).toMatch(/\(PGlite, in memory; legacy, without idempotency keys\)$/);
  const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
  const reserve = () =>
    fetch(`${url}/reservations`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "k-1" },
      body: '{"date":"2026-12-24","time":"19:00","partySize":2,"phoneNumber":"+81300000000"}',
    });
  expect([(await reserve()).status, (await reserve()).status]).toEqual([201, 409]);
});

test.each([
  [{ RESTAURANT_API: "old" }, 'RESTAURANT_API is "old"; it may be "legacy", or not set.'],
  [
    { DATABASE_URL: "postgres://127.0.0.1", DATABASE_FOLDER: "book" },
    "DATABASE_URL and DATABASE_FOLDER are set, and it needs one.",
  ],
])("%j is refused with a sentence", async (environment, sentence) => {
  const server = start(environment);
  expect(await firstLine(server.stderr)).toBe(`The restaurant cannot open: ${sentence}`);
  expect(await once(server, "exit")).toEqual([1, null]);
});
