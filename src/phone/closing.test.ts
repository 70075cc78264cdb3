import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { asks, written } from "../flow/test/flow.ts";
import { all } from "../journal/contacts.ts";
import { readJournal } from "../journal/file.ts";
import type { CallMessage, Dialled } from "../page/protocol.ts";
import { lineNumber, lineOf } from "../simulate/line.ts";
import { servedLine } from "./test/served-line.ts";

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
  const { url, close } = await servedLine(lineOf({ line: written(asks("ask", "Press 1.", { 1: "goodbye" })) }), {
    folder,
  });
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
    close,
  };
}
