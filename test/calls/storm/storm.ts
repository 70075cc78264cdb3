import { english } from "../../../sample/flows/words.mjs";
import { type Chance, pick, seededChance, systemChance } from "../../../src/clock/chance.ts";
import type { Clock, Millis } from "../../../src/clock/clock.ts";
import { SystemClock } from "../../../src/clock/system.ts";
import { Attribution } from "../../../src/connect/attribution.ts";
import { Bench } from "../../../src/connect/bench.ts";
import { Externals } from "../../../src/connect/externals.ts";
import type { External, Instance } from "../../../src/connect/instance.ts";
import type { Services } from "../../../src/connect/services.ts";
import type { Fault } from "../../../src/external/fault.ts";
import type { Conditions } from "../../../src/external/tap.ts";
import type { Entry, JournalEvent } from "../../../src/journal/event.ts";
import { Journal } from "../../../src/journal/journal.ts";
import { spoken } from "../../../src/journal/spoken.ts";
import { ScriptedCaller } from "../../../src/simulate/scripted-caller.ts";
import { sample } from "../field-calls.ts";
import { HandlersHere } from "./handlers-here.ts";
import { RestaurantProcess, type Where } from "./restaurant-process.ts";

export interface StormOptions {
  /** The restaurant's book; it is emptied first. */
  readonly where: Where;
  /** With the DynamoDB in it. The handler's module keeps its address, so it is the same one for every storm of a process. */
  readonly services: Services;
  readonly wishes: number;
  /** So many of the wishes are phoned in twice at once. */
  readonly twice: number;
  readonly seed: number;
}

/** What a caller was told at last. */
export interface Told {
  /** E.164 */
  readonly phoneNumber: string;
  /** The sentence of the flow: "confirmed", "already-confirmed" … */
  readonly sentence: string | undefined;
  /** The number of the reservation, as it was said. */
  readonly number: string | undefined;
}

/** What came of it all. */
export interface Storm {
  /** One for each wish, and a second one for those that were phoned in twice. */
  readonly told: readonly Told[];
  readonly events: readonly JournalEvent[];
  readonly calls: number;
  /** Calls that ended without the truth. */
  readonly open: number;
  readonly requests: number;
  /** Requests of which the API's answer was slow, failed or cut. */
  readonly disturbed: number;
  readonly lastedMs: Millis;
  /** For so long the restaurant was not there. */
  readonly awayMs: Millis;
  readonly concurrencyMax: number;
}

/** Of the API's answers, so many in a hundred are slow, failed or cut. */
const disturbedPercent = 20;
/** Beyond every deadline of the function's. */
const slowMs: Millis = 6_000;
const faults: readonly (Fault | "slow")[] = ["slow", "error-before", "error-after", "reset-after"];

/** When so many wishes in a hundred are fulfilled, the restaurant is killed. */
const killedAtPercent = [25, 60];

/** Of the first calls, so many in a hundred are hung up while the function runs. */
const impatientPercent = 10;

/** How long a caller thinks before an entry: less than the flow waits for it. */
const firstThoughtMs: Pace = [200, 1_500];
/**
 * How long one listens to each message. All are on the line at once, but they do not all press their last key in the same
 * moment: that some forty do in a second is what one process can serve, on a busy machine too.
 */
const firstListeningMs = (calls: number): Pace => [0, calls * 3];
/** Whoever has called before knows what to press, and listens to nothing. */
const laterThoughtMs: Pace = [100, 500];
type Pace = readonly [min: Millis, max: Millis];

/** The second time he waits twice as long, and so on, to four times: a restaurant that is down is not called to death. */
const redialMs: Pace = [250, 1_250];
const patienceMax = 4;

/** Nobody dials more often than this: whoever does will never be told. */
const callsMax = 50;

/** Many call at once, for different tables and for the same; the API fails as it can; all dial until they know. */
export async function storm({ where, services, wishes, twice, seed }: StormOptions): Promise<Storm> {
  const restaurant = await RestaurantProcess.open(where);
  await Promise.all([fetch(new URL("/reset", restaurant.url), { method: "POST" }), services.reset()]);
  const instance = before(restaurant.url);
  const clock = new SystemClock();
  const chance = seededChance(seed);
  const journal = new Journal();
  const attribution = new Attribution();
  journal.listen((event) => attribution.read(event));

  const api = new FailingApi(chance);
  let ids = 0;
  const externals = new Externals({
    ...{ instance, services, clock, attribution, nextId: () => `request-${++ids}` },
    conditions: () => api.conditions(),
    write: (entry: Entry) => journal.append({ at: clock.now(), ...entry } as JournalEvent),
    failed: (error) => {
      throw error;
    },
  });
  const functions = new HandlersHere(clock, externals, attribution);
  const bench = await Bench.open({ instance, clock, chance: systemChance, journal, services });
  const lines = new Lines(bench, functions, journal, clock, chance);

  const startedAt = clock.now();
  let fulfilled = 0;
  let killed = Promise.resolve();
  let awayMs = 0;
  const kill = async () => {
    const killedAt = clock.now();
    await restaurant.killAndRestart();
    awayMs += clock.now() - killedAt;
  };
  const until = async (wish: number): Promise<Told> => {
    const told = await lines.callUntilTold(wish, pick(chance, ...firstListeningMs(wishes + twice)));
    fulfilled += 1;
    if (killedAtPercent.some((percent) => fulfilled === Math.ceil((wishes * percent) / 100)))
      killed = killed.then(kill);
    return told;
  };
  try {
    const callers = Array.from({ length: wishes + twice }, (_, index) => until(index % wishes));
    const told = await Promise.all(callers);
    const lastedMs = clock.now() - startedAt;
    await killed;
    await bench.settled();
    return {
      ...{ told, events: journal.events, calls: lines.calls, open: lines.open, lastedMs, awayMs },
      ...{ requests: api.requests, disturbed: api.disturbed },
      concurrencyMax: functions.concurrencyMax,
    };
  } finally {
    await bench.close();
    externals.close();
    await killed;
    await restaurant.close();
  }
}

/** What becomes of the API's answers, by chance. */
class FailingApi {
  readonly #chance: Chance;
  requests = 0;
  disturbed = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  conditions(): Conditions {
    this.requests += 1;
    if (pick(this.#chance, 1, 100) > disturbedPercent) return { latencyMs: 0, fault: undefined };
    this.disturbed += 1;
    const fate = faults[pick(this.#chance, 0, faults.length - 1)];
    return fate === "slow" ? { latencyMs: slowMs, fault: undefined } : { latencyMs: 0, fault: fate };
  }
}

/** Those who call, and what they are told. */
class Lines {
  readonly #bench: Bench;
  readonly #functions: HandlersHere;
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #sentences = new Map<string, string>();
  calls = 0;
  open = 0;

  constructor(bench: Bench, functions: HandlersHere, journal: Journal, clock: Clock, chance: Chance) {
    this.#bench = bench;
    this.#functions = functions;
    this.#clock = clock;
    this.#chance = chance;
    journal.listen((event) => {
      if (event.type === "action.started" && event.actionType === "MessageParticipant")
        this.#sentences.set(event.contactId, event.action);
    });
  }

  async callUntilTold(wish: number, listeningMs: Millis): Promise<Told> {
    const isImpatient = pick(this.#chance, 1, 100) <= impatientPercent;
    let told = await this.#call(wish, isImpatient, firstThoughtMs, listeningMs);
    for (let calls = 1; calls < callsMax && isOpen(told); calls++) {
      this.open += 1;
      const pauseMs = Math.min(calls, patienceMax) * pick(this.#chance, ...redialMs);
      await new Promise<void>((resolve) => this.#clock.after(pauseMs, resolve));
      told = await this.#call(wish, false, laterThoughtMs, 0);
    }
    return told;
  }

  #call(wish: number, hangsUp: boolean, thoughtMs: Pace, listeningMs: Millis): Promise<Told> {
    this.calls += 1;
    const phoneNumber = phoneNumberOf(wish);
    return new Promise((resolve) => {
      let last = "";
      const ended = () => {
        resolve({ phoneNumber, sentence: this.#sentences.get(call.contactId), number: /\d+/.exec(last)?.[0] });
      };
      const caller = new ScriptedCaller(this.#clock, pressesOf(wish), ended, () => pick(this.#chance, ...thoughtMs));
      const call = this.#bench.dial({
        to: "+81312341003",
        from: phoneNumber,
        functions: this.#functions,
        participant: {
          say: (message, _voice, heard) => {
            last = spoken(message);
            // It is the last sentence before the function is invoked.
            if (hangsUp && last === english.oneMoment)
              this.#clock.after(listeningMs + pick(this.#chance, 1, 300), () => call.hangUp());
            return this.#clock.after(listeningMs, heard);
          },
          listen: (input, key) => caller.listen(input, key),
          ended: (by) => caller.ended(by),
        },
      });
    });
  }
}

/** Whoever hung up, or heard that it is not known yet, dials again. */
const isOpen = ({ sentence }: Told) => sentence === "one-moment" || sentence === "pending" || sentence === "unknown";

export const isRestaurant = ({ name }: External) => name === "restaurant";

/** The sample, before a restaurant that runs already. */
function before(restaurant: URL): Instance {
  const externals = sample.externals
    .filter(isRestaurant)
    .map((external) => ({ ...external, url: restaurant, start: undefined }));
  return { ...sample, functions: [], externals };
}

export const phoneNumberOf = (wish: number) => `+8190${String(wish).padStart(8, "0")}`;

const times = ["1100", "1300", "1500", "1700", "1900"];
/** Each hour has eight tables for two. */
const wishesAnHour = 4;

function pressesOf(wish: number): readonly string[] {
  const slot = Math.floor(wish / wishesAnHour);
  // 2027 is no leap year: who wishes for the 29th of February may have to wait.
  const day = new Date(Date.UTC(2027, 0, 1 + Math.floor(slot / times.length)));
  const date = `${String(day.getUTCMonth() + 1).padStart(2, "0")}${String(day.getUTCDate()).padStart(2, "0")}`;
  return ["1", `${date}#`, `${times[slot % times.length]}#`, "2", "1"];
}
