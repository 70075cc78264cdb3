import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { firstLine } from "../test/server-process.ts";
import { openDatabase } from "./database.mjs";
import { testedDatabases } from "./test/databases.ts";

const running = new Set<ChildProcess>();
const folder = mkdtempSync(join(tmpdir(), "restaurant-crash-"));
afterAll(() => {
  for (const server of running) server.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const places = (await testedDatabases()).map(({ name, databaseUrl }) =>
  databaseUrl === undefined
    ? { name: "a folder", where: { databaseFolder: join(folder, "new", "book") } }
    : { name, where: { databaseUrl } },
);

describe.each(places)("with $name", ({ where }) => {
  // Most of a request's time goes by with its reservation in the book and its key not yet: there the kill hits.
  beforeAll(() =>
    change(
      `create function linger() returns trigger language plpgsql as
       'begin perform count(*) from generate_series(1, 30000); return new; end'`,
      "create trigger linger after insert on reservations for each row execute function linger()",
      "create trigger linger before insert on idempotency_keys for each row execute function linger()",
    ),
  );
  afterAll(() => change("drop function linger cascade"));

  async function change(...statements: readonly string[]) {
    const database = await openDatabase(where);
    for (const statement of statements) await database.query(statement);
    await database.close();
  }

  test("a restaurant that is killed among many requests, again and again, forgets nothing that it said and does nothing twice", async () => {
    let guests = 0;
    let open = await start(where);
    await fetch(`${open.url}/reset`, { method: "POST" });
    for (let round = 1; round <= 2; round++) {
      /** What each guest has heard; undefined: nothing. */
      const heard = new Map<number, string | undefined>();
      const isEnough = () => [...heard.values()].filter((text) => text !== undefined).length >= 12;
      const lines = Array.from({ length: 8 }, async () => {
        while (!open.server.killed) {
          const guest = ++guests;
          heard.set(guest, undefined);
          const answer = await reserve(open.url, guest).catch(() => undefined);
          if (answer?.status === 201) heard.set(guest, answer.text);
          // Answers come in bunches, and after one nothing is under way for a moment: not then.
          if (isEnough()) setTimeout(() => open.server.kill("SIGKILL"), 20 * round);
        }
      });
      await Promise.all(lines);
      await open.ended;
      open = await start(where);

      for (const [guest, text] of heard) {
        if (text !== undefined) expect(await reservations(open.url, guest)).toEqual([JSON.parse(text)]);
        const again = await untilThere(() => reserve(open.url, guest));
        expect(again).toEqual({ status: 201, text: text ?? again.text });
        expect(await reservations(open.url, guest)).toEqual([JSON.parse(again.text)]);
      }
    }
    open.server.kill("SIGTERM");
    await open.ended;
  });
});

async function start({ databaseFolder = "", databaseUrl = "" }: { databaseFolder?: string; databaseUrl?: string }) {
  const server = spawn(process.execPath, [join(import.meta.dirname, "server.mjs")], {
    env: { ...process.env, PORT: "0", DATABASE_FOLDER: databaseFolder, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(server);
  const ended = once(server, "exit").finally(() => running.delete(server));
  const line = await firstLine(server.stdout);
  return { server, ended, url: /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? expect.fail(`It said: ${line}`) };
}

const phoneNumberOf = (guest: number) => `+8131${String(guest).padStart(7, "0")}`;

/** Each guest has a day of his own, so that nobody is refused. */
async function reserve(url: string, guest: number) {
  const date = new Date(Date.UTC(2026, 0, guest)).toISOString().slice(0, 10);
  const response = await fetch(`${url}/reservations`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `reserve-${guest}` },
    body: JSON.stringify({ date, time: "19:00", partySize: 2, phoneNumber: phoneNumberOf(guest) }),
  });
  return { status: response.status, text: await response.text() };
}

/** A server goes on for a moment with what a client had begun that is gone. */
async function untilThere(send: () => ReturnType<typeof reserve>): ReturnType<typeof reserve> {
  const answer = await send();
  return answer.text.includes("/problems/request-in-progress") ? untilThere(send) : answer;
}

async function reservations(url: string, guest: number): Promise<unknown> {
  const response = await fetch(`${url}/reservations?phoneNumber=${encodeURIComponent(phoneNumberOf(guest))}`);
  return ((await response.json()) as { reservations: unknown }).reservations;
}
