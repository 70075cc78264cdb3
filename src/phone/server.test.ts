import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemChance } from "../clock/chance.ts";
import { SystemClock } from "../clock/system.ts";
import { Bench } from "../connect/bench.ts";
import { asks, written } from "../flow/test/flow.ts";
import type { JournalEvent } from "../journal/event.ts";
import { Journal } from "../journal/journal.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { PhoneServer } from "./server.ts";

const greeting = written(asks("ask", "Press 1.", { 1: "goodbye" }));

let bench: Bench;
let server: PhoneServer;
beforeAll(async () => {
  const instance = lineOf({ '<b>"greeting"</b>': greeting });
  const clock = new SystemClock();
  const journal = new Journal({ keeps: false });
  bench = await Bench.open({ instance, clock, chance: systemChance, journal });
  server = await PhoneServer.listen({ instance, bench, journal, clock, port: 0 });
});
afterAll(async () => {
  await server.close();
  await bench.close();
});

test("it says that it is well", async () => {
  const response = await fetch(`${server.url}/healthz`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: "ok" });
});

test("its page lists the numbers, and a flow's name cannot put anything into it", async () => {
  const response = await fetch(server.url);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  const page = await response.text();
  expect(page).toContain(lineNumber);
  expect(page).not.toContain("<b>");
});

test("a call by script answers with its own part of the record, line by line", async () => {
  const response = await post({ number: lineNumber, press: ["1"] });
  const events: JournalEvent[] = (await response.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["contact.initiated", "input.finished", "contact.disconnected"]),
  );
  expect(events.at(-1)).toMatchObject({ type: "contact.disconnected", by: "flow" });
});

test("two calls at once do not mix", async () => {
  const texts = await Promise.all(
    [post({ number: lineNumber, press: ["1"] }), post({ number: lineNumber, press: ["1"] })].map(async (call) =>
      (await call).text(),
    ),
  );
  const contacts = texts.map(
    (text) =>
      new Set(
        text
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line).contactId),
      ),
  );
  expect(contacts.map(({ size }) => size)).toEqual([1, 1]);
  expect(contacts[0]).not.toEqual(contacts[1]);
});

test.each([
  ["a number that nobody answers", { number: "+1" }, 404],
  ["keys that no phone has", { number: lineNumber, press: ["a"] }, 400],
  ["no number", {}, 400],
  ["a caller's number in no international form", { number: lineNumber, from: "0312345678" }, 400],
  ["a wish of a hundred kilobytes", { number: lineNumber, from: "+".repeat(100_000) }, 400],
])("%s is refused with a reason", async (_name, wish, status) => {
  const response = await post(wish);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ status, detail: expect.any(String) });
});

test.each([
  ["GET", "/nothing", 404],
  ["DELETE", "/calls", 405],
  ["POST", "/healthz", 405],
])("%s %s is answered %i", async (method, path, status) => {
  expect((await fetch(server.url + path, { method })).status).toBe(status);
});

test.each([
  ["a name bent to this machine", { host: "evil.example" }],
  ["another port's name", { host: "127.0.0.1:1" }],
  ["somebody else's page", { origin: "https://evil.example" }],
  ["a page without a name", { origin: "null" }],
])("%s is not let in", async (_name, headers) => {
  expect(await statusWith(headers)).toBe(403);
});

test("somebody who goes away in the middle of a request harms nobody", async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(`POST /calls HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-length: 100\r\n\r\n{"number"`);
  await once(socket, "connect");
  socket.resetAndDestroy();
  await once(socket, "close");
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test("localhost and this server's own pages are let in", async () => {
  const { host } = new URL(server.url);
  expect(await statusWith({ host: host.replace("127.0.0.1", "localhost"), origin: `http://${host}` })).toBe(200);
});

test("a port that is taken is said so", async () => {
  const port = Number(new URL(server.url).port);
  const instance = lineOf({ greeting });
  const taken = PhoneServer.listen({ instance, bench, journal: new Journal(), clock: new SystemClock(), port });
  await expect(taken).rejects.toThrow(/ERR_PORT_TAKEN.*--port/);
});

function post(wish: object): Promise<Response> {
  return fetch(`${server.url}/calls`, { method: "POST", body: JSON.stringify(wish) });
}

/** fetch does not let a test choose Host. */
function statusWith(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path: "/healthz", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}
