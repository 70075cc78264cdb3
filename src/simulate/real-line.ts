import { BenchError } from "../bench-error.ts";
import { type Chance, seededChance } from "../clock/chance.ts";
import type { Clock, Millis } from "../clock/clock.ts";
import type { DrivenClock } from "../clock/driven.ts";
import { simulatedStart } from "../clock/simulated.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import { Bench } from "../connect/bench.ts";
import type { Instance } from "../connect/instance.ts";
import { reachableFunctions } from "../connect/reachable-functions.ts";
import { Services } from "../connect/services.ts";
import { Setback } from "../connect/setback.ts";
import type { JournalEvent } from "../journal/event.ts";
import { Journal } from "../journal/journal.ts";
import { Choices } from "./choices.ts";
import { courseOf } from "./explore/outcome.ts";
import { RealRun, type RealRunOptions } from "./real-run.ts";
import { simulatedTime } from "./simulated-time.ts";

/** A line, and who calls it. */
export interface RealLineOptions {
  readonly instance: Instance;
  readonly number: string;
  readonly from: string;
  readonly presses: readonly string[];
  readonly seed: number;
  /** How long after a caller has hung up he dials again; a second, if nothing is said. */
  readonly redialMs?: Millis;
  /** Every run has new environments, so that nothing that a handler keeps in memory outlives it. A run takes several times as long. */
  readonly fresh?: boolean;
  /** External APIs that run already, and go on when the line is closed. Each run empties them all the same. */
  readonly services?: Services;
}

/** Enough to see what a second call makes of the first one. Chosen. */
const redialsMax = 1;

/**
 * Between two runs a function's environment rests so long, so that whatever it keeps for a while, such as an open
 * connection, is over. Chosen: longer than what HTTP clients keep, and than undici waits for an answer.
 */
const restMs: Millis = 600_000;

/** A handler that keeps something is noticed after so many runs at the latest. Chosen: two runs in a hundred are spent on it. */
const playsBetweenChecks = 50;

/**
 * A line with its real handlers and external APIs in simulated time, played over and over. Every run finds it as new: on
 * the same date, the APIs empty, one execution environment of each function started and waiting. The environments are
 * those of the run before where nothing is left under way in them; what a handler keeps in memory, as on AWS, stays.
 */
export class RealLine {
  readonly #options: RealLineOptions;
  readonly #clock: DrivenClock;
  readonly #standstill = new Setback();
  readonly #chance: RepeatingChance;
  /** The external APIs that were started for this line. */
  readonly #own: Services | undefined;
  readonly #bench: Bench;
  readonly #now: Now;
  readonly #environments: ReadonlyMap<string, number>;
  #plays = 0;
  #undisturbed: string | undefined;

  /**
   * Starts what the line needs.
   * @throws BenchError when the instance has no such number, an external API cannot be started, or a function cannot be built.
   */
  static async open(options: RealLineOptions): Promise<RealLine> {
    const { instance, number, seed } = options;
    const environments = environmentsOf(options);
    const { clock, standsStill } = simulatedTime(seed);
    const chance = new RepeatingChance(seed);
    const lambdaChance = chanceOfLambda(seed);
    const now: Now = { run: undefined, events: [] };
    const journal = new Journal({ keeps: false });
    journal.listen((event) => {
      now.events.push(event);
      now.run?.read(event);
    });
    const own = options.services === undefined ? Services.onDemand(instance) : undefined;
    own?.startAhead();
    const services = options.services ?? own;
    try {
      const bench = await Bench.open({
        ...{ instance, number, clock, chance, lambdaChance, journal },
        ...(services !== undefined && { services }),
        conditions: (request) => now.run?.conditionsOf(request),
      });
      return new RealLine(options, { clock, standsStill, chance, own, bench, now, environments });
    } catch (error) {
      await own?.stop();
      throw error;
    }
  }

  private constructor(
    options: RealLineOptions,
    parts: {
      readonly clock: DrivenClock;
      readonly standsStill: Promise<never>;
      readonly chance: RepeatingChance;
      readonly own: Services | undefined;
      readonly bench: Bench;
      readonly now: Now;
      readonly environments: ReadonlyMap<string, number>;
    },
  ) {
    this.#options = options;
    this.#clock = parts.clock;
    parts.standsStill.catch(this.#standstill.happen);
    this.#chance = parts.chance;
    this.#own = parts.own;
    this.#bench = parts.bench;
    this.#now = parts.now;
    this.#environments = parts.environments;
  }

  /**
   * One run, as its choices determine it. `redialMs`: in this one a caller who has hung up waits so long.
   * @throws BenchError ERR_TIME_STANDS_STILL when a handler waits for something that simulated time does not know;
   * ERR_FUNCTION_REMEMBERS when a run shows that a handler keeps something in memory, so that what was played so far
   * depends on its order: it takes a `fresh` line to search this one.
   */
  async play(
    choices: Choices,
    redialMs = this.#options.redialMs,
  ): Promise<{ readonly events: readonly JournalEvent[] }> {
    const played = await this.#play(choices, redialMs);
    if (this.#options.fresh === true) return played;
    if (choices.deviations.length === 0) this.#compare(played.events);
    if (this.#plays++ % playsBetweenChecks === 0) this.#compare((await this.#play(undisturbed())).events);
    return played;
  }

  /** The run in which nothing goes wrong is always the same one, unless something has been kept from the runs before. */
  #compare(events: readonly JournalEvent[]): void {
    const course = courseOf(events);
    this.#undisturbed ??= course;
    if (course === this.#undisturbed) return;
    throw new BenchError(
      "ERR_FUNCTION_REMEMBERS",
      "a function keeps something in memory from one call to the next: the same call went another way. Each run needs execution environments of its own.",
    );
  }

  async #play(choices: Choices, redialMs?: Millis | undefined): Promise<{ readonly events: readonly JournalEvent[] }> {
    const now = this.#now;
    now.run = undefined;
    await this.#inTime(this.#bench.renew(this.#environments, this.#options.fresh !== true));
    await this.#inTime(this.#rest());
    this.#chance.begin();
    now.events = [];
    const options = { ...runOptions(this.#options), redialMs, bench: this.#bench, clock: this.#clock };
    now.run = new RealRun(options, choices);
    await this.#inTime(now.run.play());
    return { events: now.events };
  }

  async close(): Promise<void> {
    await this.#bench.close();
    await this.#own?.stop();
  }

  /** It ends on a whole millisecond: fractions of the run before must not show in the next one. */
  async #rest(): Promise<void> {
    const elapsed = this.#clock.elapsed();
    await new Promise<void>((resolve) => this.#clock.after(Math.ceil(elapsed + restMs) - elapsed, resolve));
    this.#clock.setBack(simulatedStart);
  }

  #inTime<T>(doing: Promise<T>): Promise<T> {
    return this.#standstill.unless(doing);
  }
}

/** What a run that is played by itself is played in. */
export interface Occasion {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Fails when the run is not to be waited for any more: whoever watches has had enough, or its time cannot go on. */
  readonly ends: Promise<never>;
}

/** One run on a line that is opened for it, recorded from its opening on: a counterexample as it would be told in court. */
export async function playOnce(
  options: RealLineOptions,
  choices: Choices,
  { journal, clock, ends }: Occasion,
): Promise<void> {
  ends.catch(() => {}); // It may fail before anything is waited for here.
  const { instance, number } = options;
  const environments = environmentsOf(options);
  const chance = new RepeatingChance(options.seed);
  const lambdaChance = chanceOfLambda(options.seed);
  let run: RealRun | undefined;
  const bench = await Bench.open({
    ...{ instance, number, clock, chance, lambdaChance, journal },
    conditions: (request) => run?.conditionsOf(request),
  });
  try {
    await Promise.race([bench.renew(environments), ends]);
    chance.begin();
    run = new RealRun({ ...runOptions(options), bench, clock }, choices);
    journal.listen((event) => run?.read(event));
    await Promise.race([run.play(), ends]);
  } finally {
    await bench.close();
  }
}

const undisturbed = () => new Choices(() => undefined);

/** The run that is being played, and what it has written. */
interface Now {
  run: RealRun | undefined;
  events: JournalEvent[];
}

/** The same for every run: the flow draws the same numbers, the contact and its attempts have the same ids. */
class RepeatingChance implements Chance {
  readonly #seed: number;
  #chance: Chance;

  constructor(seed: number) {
    this.#seed = seed;
    this.#chance = seededChance(seed);
  }

  begin(): void {
    this.#chance = seededChance(this.#seed);
  }

  next(): number {
    return this.#chance.next();
  }

  uuid(): string {
    return this.#chance.uuid();
  }
}

/** It goes on from run to run: no environment has the name of one that is still there. */
function chanceOfLambda(seed: number): Chance {
  return seededChance(~seed);
}

/** The functions that a call to the number can come to, each with one environment that waits. */
function environmentsOf({ instance, number }: RealLineOptions): ReadonlyMap<string, number> {
  const functions = reachableFunctions(answeringFlow(instance, number), instance);
  return new Map(functions.map(({ name }) => [name, 1]));
}

function runOptions({
  instance,
  number,
  from,
  presses,
  redialMs,
}: RealLineOptions): Omit<RealRunOptions, "bench" | "clock"> {
  const timeouts = new Map(instance.functions.map(({ name, timeoutMs }) => [name, timeoutMs]));
  const roles = new Map(instance.externals.map(({ name, role }) => [name, role]));
  return {
    ...{ number, from, presses, redialsMax, redialMs },
    timeoutOf: (name) => timeouts.get(name) ?? Number.POSITIVE_INFINITY,
    roleOf: (name) => roles.get(name) ?? "api",
  };
}
