import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Millis } from "../../src/clock/clock.ts";
import { Bench } from "../../src/connect/bench.ts";
import type { Instance } from "../../src/connect/instance.ts";
import type { Fault } from "../../src/external/fault.ts";
import { all, contacts } from "../../src/journal/contacts.ts";
import { findings } from "../../src/journal/findings/index.ts";
import { Journal } from "../../src/journal/journal.ts";
import { ScriptedCaller } from "../../src/simulate/scripted-caller.ts";
import { simulatedTime } from "../../src/simulate/simulated-time.ts";
import { legacy } from "./crash-points.ts";
import { sample } from "./field-calls.ts";
import { withReservation } from "./with-reservation.ts";

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

const lines = [
  { number: "+81312340003", language: "TypeScript" },
  { number: "+81312340004", language: "Python" },
];

const reserve = (date: string) => ["1", date, "1900#", "2", "1"];
const change = (date: string) => ["2", date, "1900#", "2", "1"];

/** What an API does to one call. */
interface Conditions {
  readonly external: string;
  readonly fault: Fault | undefined;
  readonly latencyMs: number;
}

describe.each(lines)("the safe line in $language, $number", ({ number }) => {
  let bench: SimulatedBench;
  beforeAll(async () => {
    bench = await SimulatedBench.open(sample);
  });
  afterAll(() => bench.close());
  let callers = 0;

  test.each(calls)(
    "$external, $fault, $latencyMs ms: the caller hears that it is $hears, and later $hearsLater",
    async ({ external, fault, latencyMs = 0, hears, hearsLater }) => {
      const from = `+8190000000${String(++callers).padStart(2, "0")}`;
      // For each caller another evening.
      const presses = reserve(`12${String(callers).padStart(2, "0")}#`);
      const first = await bench.dial(number, from, presses, { external, fault, latencyMs });
      await bench.wait(10 * minutes);
      const second = await bench.dial(number, from, presses);

      expect([first, second]).toEqual([hears, hearsLater]);
      bench.expectOneSoundAttemptEach(from);
    },
  );
});

const legacyRestaurant = ["env", "RESTAURANT_API=legacy", process.execPath, "restaurant-api/server.mjs"];
const guest = "+819000000000";

describe.each([
  { api: "an API that honours keys", instance: withReservation(sample, guest) },
  { api: "a legacy API", instance: withReservation(legacy(sample, legacyRestaurant), guest) },
])("with $api that takes 2 s for every answer", ({ instance }) => {
  let bench: SimulatedBench;
  beforeAll(async () => {
    bench = await SimulatedBench.open(instance);
  });
  afterAll(() => bench.close());

  const [typescript, python] = ["+81312340003", "+81312340004"];
  test.each([
    { number: typescript, what: "reservation", from: "+819000000001", presses: reserve("1224#") },
    { number: typescript, what: "change", from: guest, presses: change("1225#") },
    { number: python, what: "reservation", from: "+819000000002", presses: reserve("1224#") },
    { number: python, what: "change", from: guest, presses: change("1226#") },
  ])("on $number a $what is confirmed, and still is when the caller dials again", async ({ number, from, presses }) => {
    const slow = { external: "restaurant", fault: undefined, latencyMs: 2_000 };
    const heard = [await bench.dial(number, from, presses, slow), await bench.dial(number, from, presses, slow)];
    expect(heard).toEqual(["confirmed", "already-confirmed"]);
    bench.expectOneSoundAttemptEach(from);
  });
});

/** The sample in simulated time, with callers who follow a script. */
class SimulatedBench {
  readonly #time = simulatedTime(1);
  readonly #journal = new Journal();
  #conditions: Conditions | undefined;
  #bench: Bench | undefined;

  static async open(instance: Instance): Promise<SimulatedBench> {
    const opened = new SimulatedBench();
    const { clock, chance } = opened.#time;
    opened.#bench = await Bench.open({
      ...{ instance, clock, chance, journal: opened.#journal, fresh: true },
      conditions: ({ external }) => (opened.#conditions?.external === external ? opened.#conditions : undefined),
    });
    return opened;
  }

  /** What the function answers in the end. */
  async dial(to: string, from: string, presses: readonly string[], conditions?: Conditions): Promise<unknown> {
    this.#conditions = conditions;
    const { clock, standsStill } = this.#time;
    const before = this.#journal.events.length;
    const ended = new Promise((resolve) => {
      this.#bench?.dial({ to, from, participant: new ScriptedCaller(clock, presses, resolve) });
    });
    await Promise.race([ended.then(() => this.#bench?.settled()), standsStill]);
    const reply = all(this.#journal.events.slice(before), "invocation.finished").at(-1)?.reply;
    return reply?.type === "succeeded" ? reply.response.status : reply?.type;
  }

  wait(ms: Millis): Promise<void> {
    return new Promise((resolve) => {
      this.#time.clock.after(ms, resolve);
    });
  }

  /** Nothing is amiss in this caller's calls, and each is one attempt, which answers long before the block gives up. */
  expectOneSoundAttemptEach(from: string): void {
    const records = contacts(this.#journal.events).filter(({ initiated }) => initiated.from === from);
    expect(findings(records.flatMap(({ events }) => events))).toEqual([]);
    for (const { attempts } of records) {
      expect(attempts).toHaveLength(1);
      const [{ started, finished }] = attempts as [(typeof attempts)[0]];
      expect((finished?.at ?? Number.POSITIVE_INFINITY) - started.at).toBeLessThan(6_000);
    }
  }

  async close(): Promise<void> {
    await this.#bench?.close();
  }
}
