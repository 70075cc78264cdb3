import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { stubAwsVariables } from "../../sample/dynamodb/test/aws-variables.ts";
import { openDatabase } from "../../sample/restaurant-api/database.mjs";
import { testedDatabases } from "../../sample/restaurant-api/test/databases.ts";
import { assert } from "../../src/assert.ts";
import type { Millis } from "../../src/clock/clock.ts";
import { Services } from "../../src/connect/services.ts";
import { findings } from "../../src/journal/findings/index.ts";
import { sample } from "./field-calls.ts";
import type { Where } from "./storm/restaurant-process.ts";
import { isRestaurant, phoneNumberOf, type Storm, storm, type Told } from "./storm/storm.ts";

/** CALLS=2000 wants a machine to itself, for some minutes. So many callers mostly wait, and leave room for another file. */
const calls = Number(process.env.CALLS ?? 48);
/** Every fifth wish is phoned in twice at once. */
const wishes = Math.ceil((calls * 5) / 6);

const folder = mkdtempSync(join(tmpdir(), "ringonce-storm-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const untrue: ReadonlySet<string> = new Set(["duplicate-execution", "false-success"]);

const databases = (await testedDatabases()).map(({ name, databaseUrl }): { name: string; where: Where } => ({
  name,
  where: databaseUrl === undefined ? { databaseFolder: join(folder, "book") } : { databaseUrl },
}));

let services: Services;
let dynamoDbUrl: string;
beforeAll(async () => {
  const [dynamoDb] = sample.externals.filter((external) => !isRestaurant(external));
  assert(dynamoDb !== undefined, "the sample has no DynamoDB");
  services = await Services.start({ ...sample, externals: [dynamoDb] });
  dynamoDbUrl = (await services.urlOf(dynamoDb)).href;
});
afterAll(() => services.stop());

describe.each(databases)("with $name", ({ where }) => {
  beforeEach(() => {
    stubAwsVariables(dynamoDbUrl);
    vi.stubEnv("RESTAURANT_API_KEYS", "honoured");
    for (const method of ["log", "error", "warn"] as const) vi.spyOn(console, method).mockReturnValue();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  test(`${calls} calls at once, an API that fails in one of five answers and is killed twice: every wish is one reservation, and every caller hears so`, async () => {
    const { told, events, ...figures } = await storm({ where, services, wishes, twice: calls - wishes, seed: 1 });
    const callers = Array.from({ length: wishes }, (_, wish) => phoneNumberOf(wish));
    const book = await bookAt(where);
    expect(book.length).toBe(wishes);
    expect(book.map(({ phoneNumber }) => phoneNumber)).toEqual(callers);
    const numbers = new Map(book.map(({ phoneNumber, number }) => [phoneNumber, number]));
    const isTrue = ({ sentence, phoneNumber, number }: Told) =>
      (sentence === "confirmed" || sentence === "already-confirmed") && number === numbers.get(phoneNumber);
    expect(told.filter((one) => !isTrue(one))).toEqual([]);
    expect(told).toHaveLength(calls);
    // Not the other kinds: who hangs up leaves an orphan, and who hears that nobody knows hears no untruth.
    const found = findings(events, { redials: true }).filter(({ type }) => untrue.has(type));
    expect(found.map(({ message }) => message)).toEqual([]);
    console.info(inWords(figures));
  }, 600_000);
});

async function bookAt(where: Where): Promise<readonly { number: string; phoneNumber: string }[]> {
  const database = await openDatabase(where);
  try {
    return await database.query(
      `select number::text, phone_number as "phoneNumber" from reservations order by phone_number`,
    );
  } finally {
    await database.close();
  }
}

function inWords({ calls, open, requests, disturbed, lastedMs, awayMs, concurrencyMax }: Figures): string {
  const seconds = (ms: Millis) => (ms / 1_000).toFixed(1);
  return [
    `${calls} calls in ${seconds(lastedMs)} s (${((calls * 1_000) / lastedMs).toFixed(0)} a second, ${concurrencyMax} invocations at once)`,
    `${open} of them without the truth (${Math.round((open * 100) / calls)} %)`,
    `${disturbed} of ${requests} requests disturbed, and the restaurant away for ${seconds(awayMs)} s`,
  ].join("; ");
}

type Figures = Omit<Storm, "told" | "events">;
