import { createServer } from "node:http";
import { beforeAll, expect, test } from "vitest";
import { type Chance, systemChance } from "../../src/clock/chance.ts";
import type { Clock, Millis } from "../../src/clock/clock.ts";
import { SystemClock } from "../../src/clock/system.ts";
import { Bench } from "../../src/connect/bench.ts";
import type { Instance } from "../../src/connect/instance.ts";
import { all, contacts } from "../../src/journal/contacts.ts";
import type { JournalEvent } from "../../src/journal/event.ts";
import { Journal } from "../../src/journal/journal.ts";
import { ScriptedCaller } from "../../src/simulate/scripted-caller.ts";
import { simulatedTime } from "../../src/simulate/simulated-time.ts";
import { failingDynamoDb } from "./parity/failing-dynamodb.ts";
import { type Handler, handlers, lineOfHandlers } from "./parity/handlers.ts";
import { listening } from "./parity/listening.ts";
import { apart, expectSameSteps, type Step, steps } from "./steps.ts";

/** How far any step in simulated time may be from the same step in system time. */
const toleranceMs: Millis = 100;
/** How long the bench holds back every answer. */
const conditions = () => ({ latencyMs: 400, fault: undefined });

/** What the journal says of the call to each handler. */
type Round = ReadonlyMap<Handler, readonly JournalEvent[]>;

let simulated: Round;
const system: Round[] = [];
beforeAll(async () => {
  const api = await listening(createServer((_request, response) => response.end("a table")));
  const dynamoDb = await failingDynamoDb();
  const instance = lineOfHandlers(api.url, dynamoDb.url);
  await onBench({ instance, ...simulatedTime(1) }, async (dialAll) => {
    simulated = await dialAll();
  });
  await onBench({ instance, clock: new SystemClock(), chance: systemChance }, async (dialAll) => {
    // On a busy machine a step may be late, never early: where one is, all is dialled again, twice at most.
    do system.push(await dialAll());
    while (system.length < 3 && !handlers.every(takesAsLong));
  });
  api.close();
  await dynamoDb.close();
});

test.each(handlers.map((handler) => [`a handler ${handler.written}`, handler] as const))(
  "%s: the same steps in both times, each as long",
  (_written, handler) => {
    expectSameSteps(quickest(handler), stepsOf(simulated, handler), toleranceMs);
  },
);

test.each(handlers.map((handler) => [`a handler ${handler.written}`, handler] as const))(
  "%s: in simulated time the handler measures exactly what it waits for",
  (_written, handler) => {
    const log = all(simulated.get(handler) ?? [], "lambda.log").map(({ message }) => message);
    expect(log.flatMap((line) => /\w+ \d+ ms$/.exec(line.trimEnd())?.[0] ?? [])).toEqual(handler.laps);
  },
);

interface Setting {
  readonly instance: Instance;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly standsStill?: Promise<never>;
}

/** Lets `use` dial all handlers at once, as often as it likes. They have started by then: simulated time does not count that. */
async function onBench(
  { instance, clock, chance, standsStill = new Promise(() => {}) }: Setting,
  use: (dialAll: () => Promise<Round>) => Promise<void>,
): Promise<void> {
  const journal = new Journal();
  const bench = await Bench.open({ instance, clock, chance, journal, conditions });
  const dialAll = async () => {
    const before = contacts(journal.events).length;
    await Promise.all(
      handlers.map(({ number }) => {
        return new Promise((resolve) => {
          bench.dial({ to: number, from: "+819012345678", participant: new ScriptedCaller(clock, [], resolve) });
        });
      }),
    );
    await bench.settled();
    const dialled = contacts(journal.events).slice(before);
    return new Map(
      handlers.map((handler) => [
        handler,
        dialled.find(({ initiated }) => initiated.to === handler.number)?.events ?? [],
      ]),
    );
  };
  try {
    const played = dialAll().then(() => use(dialAll));
    await Promise.race([played, standsStill]);
  } finally {
    await bench.close();
  }
}

const stepsOf = (round: Round, handler: Handler): readonly Step[] => steps(round.get(handler) ?? []);

/** Each step of a call in system time, as long as it took in the round in which it was shortest. */
function quickest(handler: Handler): readonly Step[] {
  const [first = [], ...others] = system.map((round) => stepsOf(round, handler));
  return first.map(({ what, ms }, index) => ({
    what,
    ms: ms.map((each, place) => Math.min(each, ...others.map((steps) => steps[index]?.ms[place] ?? each))),
  }));
}

function takesAsLong(handler: Handler): boolean {
  return apart(quickest(handler), stepsOf(simulated, handler), toleranceMs).length === 0;
}
