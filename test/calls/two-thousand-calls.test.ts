import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { openDatabase } from "../../sample/restaurant-api/database.mjs";
import { findings } from "../../src/journal/findings/index.ts";
import { phoneNumberOf, storm } from "./storm/storm.ts";

const callers = Number(process.env.CALLERS ?? 300);
const folder = mkdtempSync(join(tmpdir(), "ringonce-storm-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  vi.stubEnv("AWS_REGION", "ap-northeast-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  vi.stubEnv("RESTAURANT_API_KEYS", "honoured");
  for (const method of ["log", "error", "warn"] as const) vi.spyOn(console, method).mockReturnValue();
});

test(`${callers} calls at once, an API that fails in one of five answers and is killed twice`, async () => {
  const twice = Math.round(callers / 5);
  const wishes = callers - twice;
  const databaseFolder = join(folder, "book");
  const { told, events, ...figures } = await storm({
    book: { DATABASE_FOLDER: databaseFolder },
    wishes,
    twice,
    seed: 1,
  });
  console.info(JSON.stringify(figures));
  const database = await openDatabase({ databaseFolder });
  const book: { number: string; phone: string }[] = await database.query(
    "select number::text, phone_number as phone from reservations",
  );
  await database.close();
  expect(book.map(({ phone }) => phone).sort()).toEqual(
    Array.from({ length: wishes }, (_, wish) => phoneNumberOf(wish)).sort(),
  );
  const wrong = told.filter(
    ({ phoneNumber, number, sentence }) =>
      !/confirmed/.test(sentence ?? "") || number !== book.find(({ phone }) => phone === phoneNumber)?.number,
  );
  expect(wrong).toEqual([]);
  console.info(
    findings(events, { redials: true })
      .map(({ type, message }) => `${type}: ${message}`)
      .slice(0, 10),
  );
}, 300_000);
