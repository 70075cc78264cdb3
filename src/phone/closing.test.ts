import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { systemChance } from "../clock/chance.ts";
import { SystemClock } from "../clock/system.ts";
import { Bench } from "../connect/bench.ts";
import { Services } from "../connect/services.ts";
import { asks, written } from "../flow/test/flow.ts";
import { all } from "../journal/contacts.ts";
import { JournalFile, readJournal } from "../journal/file.ts";
import { Journal } from "../journal/journal.ts";
import type { CallMessage, Dialled } from "../page/protocol.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { CallConditions } from "./call-conditions.ts";
import { JournalShelf } from "./journal-shelf.ts";
import { LiveCalls } from "./live-calls.ts";
import { PhoneServer } from "./server.ts";

test("a call that goes on when the line is taken down was ended by nobody but the bench, and whoever follows it hears so", async () => {
  const line = await opened();
  const { contactId } = await line.dialled({});
  const simulated = await line.dialled({ speed: 1 });
  const heard: CallMessage[] = [];
  const socket = new WebSocket(`${line.url.replace("http", "ws")}/calls/${contactId}/events`);
  const isFollowed = new Promise((resolve) => socket.once("message", resolve));
  socket.on("message", (data) => heard.push(JSON.parse(String(data))));
  const isClosed = new Promise((resolve) => socket.once("close", resolve));
  await isFollowed;
  await line.close();
  await isClosed;
  expect(line.endings("today.jsonl")).toEqual(["bench"]);
  expect(line.endings(simulated.journal)).toEqual(["bench"]);
  expect(heard.at(-1)).toMatchObject({ type: "event", event: { type: "contact.disconnected", by: "bench" } });
});

test("so it is with a call by script, whose connection the server closes", async () => {
  const line = await opened();
  const { body } = await line.post("/calls", { number: lineNumber, press: [] });
  const reader = body?.getReader();
  await reader?.read();
  await line.close();
  expect(line.endings("today.jsonl")).toEqual(["bench"]);
});

test("a client that goes away in a call by script is still a caller who hangs up", async () => {
  const line = await opened();
  const stop = new AbortController();
  const { body } = await line.post("/calls", { number: lineNumber, press: [] }, stop.signal);
  await body?.getReader().read();
  stop.abort();
  await expect.poll(() => line.endings("today.jsonl")).toEqual(["customer"]);
  await line.close();
});

/** A line that asks for a key, and its server. */
async function opened() {
  const folder = mkdtempSync(join(tmpdir(), "ringonce-"));
  const instance = lineOf({ line: written(asks("ask", "Press 1.", { 1: "goodbye" })) });
  const clock = new SystemClock();
  const journal = new Journal({ keeps: false });
  const file = new JournalFile(join(folder, "today.jsonl"), journal);
  const conditions = new CallConditions(journal);
  const calls = new LiveCalls(journal, clock);
  const services = await Services.start(instance);
  const bench = await Bench.open({
    instance,
    services,
    clock,
    chance: systemChance,
    journal,
    conditions: conditions.of,
  });
  const keep = (another: Journal) => new JournalFile(join(folder, "simulated.jsonl"), another);
  const line = { instance, bench, services, journal, journalName: "today.jsonl", clock, conditions, calls, keep };
  const server = await PhoneServer.listen({ line, shelf: JournalShelf.ofFolder(folder), port: 0 });
  const { url } = server;
  const post = (path: string, wish: object, signal: AbortSignal | null = null) =>
    fetch(url + path, { method: "POST", body: JSON.stringify(wish), signal });
  return {
    url,
    post,
    dialled: async (how: object): Promise<Dialled> => {
      const response = await post("/phones", { number: lineNumber, from: "+819012345678", ...how });
      return JSON.parse(await response.text());
    },
    /** Who ended the calls of a journal. */
    endings: (name: string) => all(readJournal(join(folder, name)), "contact.disconnected").map(({ by }) => by),
    close: async () => {
      await server.close();
      await bench.close();
      await services.stop();
      file.close();
    },
  };
}
