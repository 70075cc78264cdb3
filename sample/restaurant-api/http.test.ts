import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { format } from "node:util";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "./database.mjs";
import { createHttpServer } from "./http.mjs";

/** A database that fails, with a secret in its message. */
const fail = () => Promise.reject(new Error("password authentication failed for user sakura"));
const broken = { name: "broken", query: fail, transaction: fail, transactionAlone: fail, close: async () => {} };

const server = createHttpServer(broken);
afterEach(() => {
  vi.restoreAllMocks();
  server.close();
});

test("when the database fails, the log says why and the answer does not", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/healthz`);

  expect(response.status).toBe(500);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toEqual({
    type: "about:blank",
    status: 500,
    title: "Internal Server Error",
    detail: "The restaurant's log says why.",
    instance: "/healthz",
  });
  expect(log.mock.calls.flat().map(String).join(" ")).toContain("password authentication failed");
});

test("no log line has a caller's number", async () => {
  const database = await openDatabase();
  const restaurant = createHttpServer(database).listen(0, "127.0.0.1");
  onTestFinished(async () => {
    restaurant.close();
    await database.close();
  });
  await once(restaurant, "listening");
  const log = vi.spyOn(console, "error").mockReturnValue();
  await database.query("alter table reservations rename to elsewhere");

  const { port } = restaurant.address() as AddressInfo;
  const path = "/reservations?phoneNumber=%2B81300000000";
  expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(500);
  const lines = log.mock.calls.map((args) => format(...args)).join("\n");
  expect(lines).toContain('GET /reservations failed: error: relation "reservations" does not exist');
  expect(lines).not.toContain("81300000000");
});
