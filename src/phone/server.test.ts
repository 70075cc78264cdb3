import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Instance } from "../connect/instance.ts";
import { asks, written } from "../flow/test/flow.ts";
import type { JournalEvent } from "../journal/event.ts";
import type { CallMessage, Dialled, InstanceView, JournalList, Served } from "../page/protocol.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { JournalShelf } from "./journal-shelf.ts";
import { PhoneServer } from "./server.ts";
import { type ServedLine, servedLine } from "./test/served-line.ts";

/** The journals' folder stands beside something that is nobody's business. */
const home = mkdtempSync(join(tmpdir(), "ringonce-"));
const folder = join(home, "journals");
writeFileSync(join(home, "secret.jsonl"), "secret\n");
const greeting = written(asks("ask", "Press 1.", { 1: "goodbye" }));

let server: ServedLine;
beforeAll(async () => {
  server = await servedLine(lineOf({ '<b>"greeting"</b>': greeting }), { folder });
});
afterAll(() => server.close());

test("it says that it is well", async () => {
  const response = await fetch(`${server.url}/healthz`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: "ok" });
});

test("its page may load nothing from elsewhere, and no script but its own", async () => {
  const policy = (await fetch(server.url)).headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
});

test("a file of the page is sent once, and after that only said to be the same", async () => {
  const first = await fetch(`${server.url}/page.css`);
  expect(first.headers.get("content-type")).toBe("text/css; charset=utf-8");
  const etag = first.headers.get("etag") ?? "";
  const again = await fetch(`${server.url}/page.css`, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});

test("HEAD is answered as GET is, without a body", async () => {
  const response = await fetch(`${server.url}/page.css`, { method: "HEAD" });
  expect(response.status).toBe(200);
  expect(Number(response.headers.get("content-length"))).toBeGreaterThan(0);
  expect(await response.text()).toBe("");
});

test("the page is told the numbers, and where each block of a flow lies", async () => {
  const instance: InstanceView = await read("/instance");
  expect(instance.phoneNumbers).toEqual([{ number: lineNumber, flow: '<b>"greeting"</b>' }]);
  expect(instance.flows[0]?.actions[0]).toMatchObject({ identifier: "ask", type: "GetParticipantInput" });
});

describe("without a line", () => {
  test.each([
    ["the page is given the flows of the instance that is known", lineOf({ greeting }), ["greeting"]],
    ["the page is given no flows where no instance is known", undefined, undefined],
  ])("%s", async (_name, instance, flows) => {
    await shown(instance, async (url) => {
      const served: Served = JSON.parse(await (await fetch(`${url}/instance`)).text());
      expect(served.type).toBe("journals");
      expect(served.flows?.map(({ name }) => name)).toEqual(flows);
    });
  });

  test("an instance that is known cannot be dialled, nor can a call to it be played", async () => {
    await shown(lineOf({ greeting }), async (url) => {
      for (const path of ["/phones", "/calls", "/simulations", "/sweeps"]) {
        const body = JSON.stringify({ number: lineNumber });
        expect((await fetch(url + path, { method: "POST", body })).status).toBe(404);
      }
    });
  });
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
  ["an API that the instance does not have", { number: lineNumber, conditions: { hotel: { latencyMs: 1 } } }, 400],
  ["a fault that there is not", { number: lineNumber, conditions: { hotel: { fault: "broken" } } }, 400],
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
  ["GET", "/phones", 405],
  ["GET", "/calls/any/events", 426],
  ["DELETE", "/phones/no-such-call", 404],
  ["GET", "/journals/none.jsonl", 404],
  ["GET", "/journals/..%2Fsecret.jsonl", 404],
  ["GET", "/journals/%ff", 404],
])("%s %s is answered %i", async (method, path, status) => {
  expect((await fetch(server.url + path, { method })).status).toBe(status);
});

describe("a call by hand", () => {
  test("keys that are pressed reach the flow, and whoever follows sees the call to its end", async () => {
    const { contactId } = await dialled();
    const following = events(contactId);
    await press(contactId, "1");
    const followed = await following;
    expect(followed.map(({ event }) => event.type)).toEqual(
      expect.arrayContaining(["journal.opened", "contact.initiated", "input.key", "contact.disconnected"]),
    );
    expect(followed.map(({ index }) => index)).toEqual(followed.map((_, index) => index));
  });

  test("who comes back says how much was seen, and gets the rest", async () => {
    const { contactId } = await dialled();
    await press(contactId, "1");
    const all = await events(contactId);
    const rest = await events(contactId, 3);
    expect(rest).toEqual(all.slice(3));
  });

  test("hanging up ends it, and the phone is gone", async () => {
    const { contactId } = await dialled();
    const phone = `${server.url}/phones/${contactId}`;
    expect((await fetch(phone, { method: "DELETE" })).status).toBe(204);
    expect((await events(contactId)).at(-1)?.event).toMatchObject({ type: "contact.disconnected", by: "customer" });
    expect((await fetch(phone, { method: "DELETE" })).status).toBe(404);
  });

  test("in simulated time it hurries between the keys, and has a record of its own", async () => {
    const { contactId, journal } = await dialled({ speed: 1_000 });
    const following = messages(`/calls/${contactId}/events`);
    expect((await tell(contactId, "speed", { speed: 500 })).status).toBe(204);
    await press(contactId, "1");
    const { said } = await following;
    const followed = said.flatMap((message) => (message.type === "event" ? [message.event] : []));
    expect(followed[0]).toMatchObject({ type: "journal.opened", time: "simulated" });
    expect(followed.at(-1)).toMatchObject({ type: "contact.disconnected", by: "flow" });
    const moments = said.flatMap((message) => (message.type === "time" ? [message.now] : []));
    expect(moments.length).toBeGreaterThan(0);
    expect(moments).toEqual([...moments].sort((one, other) => one - other));
    const text = await (await fetch(`${server.url}/journals/${journal}`)).text();
    expect(text.trim().split("\n")).toEqual(followed.map((event) => JSON.stringify(event)));
  });

  test.each([0, -1, 1e9, "fast"])("it cannot be made at speed %j", async (speed) => {
    expect((await dialAnswer({ speed })).status).toBe(400);
  });

  test("a key that no phone has is refused", async () => {
    const { contactId } = await dialled();
    expect((await press(contactId, "a")).status).toBe(400);
    await fetch(`${server.url}/phones/${contactId}`, { method: "DELETE" });
  });
});

test("whoever follows a call that the line does not know is told so", async () => {
  const { said, code } = await messages("/calls/no-such-call/events");
  expect(said).toEqual([{ type: "unknown" }]);
  expect(code).toBe(1000);
});

test("the record on disk is listed with its calls, and can be read whole", async () => {
  const { contactId, journal } = await dialled();
  await press(contactId, "1");
  await events(contactId);
  writeFileSync(join(folder, "broken.jsonl"), "no journal\n");
  const { journals }: JournalList = await read("/journals");
  const today = journals.find(({ name }) => name === journal);
  expect(today?.calls).toContainEqual(
    expect.objectContaining({ contactId, to: lineNumber, flow: '<b>"greeting"</b>', endedBy: "flow", findings: 0 }),
  );
  expect(journals.find(({ name }) => name === "broken.jsonl")?.problem).toEqual({ type: "notJson", line: 1 });
  const text = await (await fetch(`${server.url}/journals/${journal}`)).text();
  expect(JSON.parse(text.split("\n")[0] ?? "")).toMatchObject({ type: "journal.opened" });
});

test.each([
  ["a name bent to this machine", { host: "evil.example" }],
  ["another port's name", { host: "127.0.0.1:1" }],
  ["somebody else's page", { origin: "https://evil.example" }],
  ["a page without a name", { origin: "null" }],
])("%s is not let in", async (_name, headers) => {
  for (const path of ["/healthz", "/", "/instance", "/journals", "/calls/any/events"])
    expect(await statusWith(headers, path)).toBe(403);
  for (const path of ["/phones", "/calls"]) expect(await statusWith(headers, path, "POST")).toBe(403);
});

test.each([
  ["a name bent to this machine", { host: "evil.example" }, 403],
  ["somebody else's page", { origin: "https://evil.example" }, 403],
  ["a page without a name", { origin: "null" }, 403],
  ["this server's own page", { origin: "its own" }, 101],
  ["a program of this machine", {}, 101],
])("%s that would follow a call is answered as it should be", async (_name, { origin, ...headers }: Sent, status) => {
  const own = origin === "its own" ? server.url : origin;
  expect(await upgraded("/calls/any/events", { ...headers, ...(own !== undefined && { origin: own }) })).toBe(status);
});

test.each([
  ["where there is nothing to watch", "/nothing", "websocket", 404],
  ["for something else than a WebSocket", "/calls/any/events", "h2c", 400],
])("a request %s is told so", async (_name, path, protocol, status) => {
  expect(await upgraded(path, { upgrade: protocol })).toBe(status);
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
  const taken = PhoneServer.listen({ line: undefined, shelf: JournalShelf.ofFolder(folder), port });
  await expect(taken).rejects.toThrow(/ERR_PORT_TAKEN.*--port/);
});

/** While a server is up that shows journals only. */
async function shown(instance: Instance | undefined, look: (url: string) => Promise<void>): Promise<void> {
  const alone = await PhoneServer.listen({ line: undefined, instance, shelf: JournalShelf.ofFolder(folder), port: 0 });
  try {
    await look(alone.url);
  } finally {
    await alone.close();
  }
}

function post(wish: object): Promise<Response> {
  return fetch(`${server.url}/calls`, { method: "POST", body: JSON.stringify(wish) });
}

/** What is there, as JSON. */
async function read(path: string) {
  return JSON.parse(await (await fetch(server.url + path)).text());
}

function dialAnswer(wish: object): Promise<Response> {
  return fetch(`${server.url}/phones`, { method: "POST", body: JSON.stringify({ number: lineNumber, ...wish }) });
}

async function dialled(wish: object = {}): Promise<Dialled> {
  return JSON.parse(await (await dialAnswer(wish)).text());
}

function press(contactId: string, keys: string): Promise<Response> {
  return tell(contactId, "keys", { keys });
}

/** Does something with the phone that is in a call. */
function tell(contactId: string, what: string, body: object): Promise<Response> {
  return fetch(`${server.url}/phones/${contactId}/${what}`, { method: "POST", body: JSON.stringify(body) });
}

/** Follows a call until it is over. */
async function events(contactId: string, after = 0): Promise<readonly Extract<CallMessage, { type: "event" }>[]> {
  const { said, code } = await messages(`/calls/${contactId}/events?after=${after}`);
  expect(said.at(-1)).toEqual({ type: "over" });
  expect(code).toBe(1000);
  return said.filter((message) => message.type === "event");
}

/** What is said over a WebSocket until it is closed, and the code with which it is. */
async function messages(path: string): Promise<{ readonly said: readonly CallMessage[]; readonly code: number }> {
  const said: CallMessage[] = [];
  const socket = new WebSocket(wsUrl() + path);
  socket.on("message", (data) => said.push(JSON.parse(String(data))));
  const [code] = await once(socket, "close");
  return { said, code };
}

function wsUrl(): string {
  return server.url.replace("http:", "ws:");
}

interface Sent {
  readonly host?: string;
  readonly origin?: string;
}

/** The status that a request for a WebSocket is answered with. */
function upgraded(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const handshake = {
      connection: "upgrade",
      "sec-websocket-version": "13",
      "sec-websocket-key": "MDEyMzQ1Njc4OWFiY2RlZg==",
    };
    const sent = request({ hostname, port, path, headers: { upgrade: "websocket", ...handshake, ...headers } });
    sent.on("upgrade", ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}

/** fetch does not let a test choose Host. */
function statusWith(headers: Record<string, string>, path = "/healthz", method = "GET"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}
