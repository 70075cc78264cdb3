import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assert } from "../../src/assert.ts";
import { Bench } from "../../src/connect/bench.ts";
import { readInstance } from "../../src/connect/read-instance.ts";
import type { Fault } from "../../src/external/fault.ts";
import { all, contacts } from "../../src/journal/contacts.ts";
import type { JournalEvent } from "../../src/journal/event.ts";
import { findings } from "../../src/journal/findings/index.ts";
import { Journal } from "../../src/journal/journal.ts";
import { ScriptedCaller } from "../../src/simulate/scripted-caller.ts";
import { simulatedTime } from "../../src/simulate/simulated-time.ts";

// The sample's safe lines as they are: their flow, their handler, the restaurant's API and the local DynamoDB.

const minutes = 60_000;

/** What goes wrong in one call, what the function answers, and what it answers when the caller dials again later. */
const calls: readonly {
  readonly external: "restaurant" | "dynamodb";
  readonly fault?: Fault;
  readonly latencyMs?: number;
  readonly hears: string;
  readonly hearsLater: string;
}[] = [
  { external: "restaurant", hears: "confirmed", hearsLater: "already-confirmed" },
  { external: "restaurant", latencyMs: 7_500, hears: "pending", hearsLater: "already-confirmed" },
  { external: "restaurant", fault: "reset-after", hears: "pending", hearsLater: "already-confirmed" },
  { external: "restaurant", fault: "error-after", hears: "pending", hearsLater: "already-confirmed" },
  { external: "restaurant", fault: "error-before", hears: "pending", hearsLater: "confirmed" },
  { external: "restaurant", fault: "silent", hears: "pending", hearsLater: "confirmed" },
  { external: "dynamodb", latencyMs: 7_500, hears: "pending", hearsLater: "confirmed" },
  { external: "dynamodb", fault: "reset-after", hears: "pending", hearsLater: "confirmed" },
  { external: "dynamodb", fault: "silent", hears: "pending", hearsLater: "confirmed" },
];

describe.each([
  { number: "+81312340003", language: "TypeScript" },
  { number: "+81312340004", language: "Python" },
])("the safe line in $language, $number", ({ number }) => {
  const { clock, chance, standsStill } = simulatedTime(1);
  const journal = new Journal();
  let bench: Bench;
  let conditions: { external: string; fault: Fault | undefined; latencyMs: number } | undefined;
  let callers = 0;

  beforeAll(async () => {
    const { instance } = readInstance(join(import.meta.dirname, "..", "..", "sample", "instance.json"));
    assert(instance !== undefined, "the sample has problems");
    bench = await Bench.open({
      ...{ instance, clock, chance, journal, fresh: true },
      conditions: ({ external }) => (conditions?.external === external ? conditions : undefined),
    });
  });
  afterAll(() => bench.close());

  test.each(calls)(
    "$external, $fault, $latencyMs ms: the caller hears that it is $hears, and later $hearsLater",
    async ({ external, fault, latencyMs = 0, hears, hearsLater }) => {
      const from = `+8190000000${String(++callers).padStart(2, "0")}`;
      conditions = { external, fault, latencyMs };
      const first = await dial(from);
      conditions = undefined;
      await new Promise<void>((resolve) => clock.after(10 * minutes, resolve));
      const second = await dial(from);

      expect([heardIn(first), heardIn(second)]).toEqual([hears, hearsLater]);
      const records = contacts(journal.events).filter(({ initiated }) => initiated.from === from);
      expect(findings(records.flatMap(({ events }) => events))).toEqual([]);
      for (const { attempts } of records) {
        expect(attempts).toHaveLength(1);
        const [{ started, finished }] = attempts as [(typeof attempts)[0]];
        expect((finished?.at ?? Number.POSITIVE_INFINITY) - started.at).toBeLessThan(6_000);
      }
    },
  );

  /** A reservation for two, for each caller on another evening. */
  async function dial(from: string): Promise<readonly JournalEvent[]> {
    const before = journal.events.length;
    const date = `12${String(callers).padStart(2, "0")}#`;
    const presses = ["1", date, "1900#", "2", "1"];
    const ended = new Promise((resolve) => {
      bench.dial({ to: number, from, participant: new ScriptedCaller(clock, presses, resolve) });
    });
    await Promise.race([ended.then(() => bench.settled()), standsStill]);
    return journal.events.slice(before);
  }

  function heardIn(events: readonly JournalEvent[]): unknown {
    const reply = all(events, "invocation.finished").at(-1)?.reply;
    return reply?.type === "succeeded" ? reply.response.status : reply?.type;
  }
});
