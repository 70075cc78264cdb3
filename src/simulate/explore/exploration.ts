import type { Clock, Millis } from "../../clock/clock.ts";
import type { InstanceFlow } from "../../connect/instance.ts";
import { type Choices, type Deviation, following } from "../choices.ts";
import { type Counterexample, counterexampleVersion, named, type Subject } from "./counterexample.ts";
import { Coverage } from "./coverage.ts";
import { judge, type PlacedFinding, type Run, type RunRecord, strayed } from "./judged-run.ts";
import { outcomeOf } from "./outcome.ts";
import { type FoundFinding, inOrder, isShorter, keyOf, type Report, type Shard, wholeSearch } from "./report.ts";
import { drawn } from "./sampling.ts";
import { Systematic } from "./systematic.ts";

export interface ExplorationOptions {
  readonly subject: Subject;
  readonly run: Run;
  /** The flows of the instance, for what share of them was covered. */
  readonly flows: readonly InstanceFlow[];
  /** The time that is spent on searching: real time, not the runs'. */
  readonly clock: Clock;
  /** The systematic search goes so far. */
  readonly deviationsMax?: number;
  /** After the systematic search runs are drawn by chance until there are so many in all, or so much time has passed; without either none is. */
  readonly runsMax?: number;
  readonly lastsMsMax?: Millis;
  /** Of the drawn runs. */
  readonly seed?: number;
  readonly shard?: Shard;
}

/** Where a search stands. */
export interface Progress {
  readonly runs: number;
  readonly outcomes: number;
  readonly findings: number;
  /** The systematic search is at runs with so many deviations; undefined: runs are drawn. */
  readonly deviations: number | undefined;
  /** A kind and place that no run had shown before. */
  readonly found: FoundFinding | undefined;
}

/** Chosen: often enough for whoever watches, and to notice that he wants to stop. */
const progressMs: Millis = 100;

/** A search for what can go wrong in a line. `play` it as long as you like; `report` says what there is so far. */
export class Exploration {
  readonly #options: ExplorationOptions;
  readonly #systematic: Systematic;
  readonly #coverage: Coverage;
  readonly #outcomes = new Set<string>();
  readonly #points = new Set<string>();
  readonly #found = new Map<string, FoundFinding>();
  #runs = 0;
  #strayed = 0;
  #sampled = 0;
  #deviations: number | undefined = 0;
  #reportedAt: Millis = 0;

  constructor(options: ExplorationOptions) {
    this.#options = options;
    this.#systematic = new Systematic(options.deviationsMax ?? 2, options.shard ?? wholeSearch);
    this.#coverage = new Coverage(options.flows);
  }

  /** Searches, and tells now and then how far it is. Whoever stops reading stops the search. */
  async *play(): AsyncGenerator<Progress, void, undefined> {
    const { clock, runsMax = Number.POSITIVE_INFINITY, lastsMsMax = Number.POSITIVE_INFINITY } = this.#options;
    const until = clock.now() + lastsMsMax;
    const goesOn = () => this.#runs < runsMax && clock.now() < until;
    this.#reportedAt = clock.now();
    for (const deviations of this.#systematic.runs()) {
      if (!goesOn()) return;
      this.#deviations = deviations.length;
      yield* this.#playSystematic(deviations);
    }
    this.#deviations = undefined;
    if (runsMax === Number.POSITIVE_INFINITY && lastsMsMax === Number.POSITIVE_INFINITY) return;
    const { seed = 1, shard = wholeSearch } = this.#options;
    for (let n = shard.index - 1; goesOn(); n += shard.of) yield* this.#playDrawn(drawn(seed, n));
  }

  get report(): Report {
    const { shard = wholeSearch } = this.#options;
    return {
      runs: this.#runs,
      strayed: this.#strayed,
      outcomes: [...this.#outcomes].sort(),
      points: [...this.#points].sort(),
      transitions: this.#coverage.transitions,
      findings: inOrder(this.#found.values()),
      verdict: { exhaustiveTo: this.#systematic.exhaustiveTo, shard, sampled: this.#sampled },
    };
  }

  async *#playSystematic(deviations: readonly Deviation[]): AsyncGenerator<Progress, void, undefined> {
    const choices = following(deviations);
    const played = this.#options.run(choices);
    const record = played instanceof Promise ? await played : played;
    const found = this.#read(record, choices);
    if (strayed(deviations, choices)) this.#strayed += 1;
    this.#systematic.played(deviations, record, choices);
    yield* this.#tell(this.#keep(found, record, choices));
  }

  async *#playDrawn(choices: Choices): AsyncGenerator<Progress, void, undefined> {
    const played = this.#options.run(choices);
    const record = played instanceof Promise ? await played : played;
    this.#sampled += 1;
    const found = this.#read(record, choices);
    const unknown = found.filter(({ finding, place }) => !this.#found.has(keyOf({ type: finding.type, place })));
    yield* this.#tell(this.#keep(found, record, choices));
    for (const { finding, place } of unknown) await this.#shorten(keyOf({ type: finding.type, place }));
  }

  /** Takes out one deviation after the other, as long as the finding stays: what is left is needed, each for itself. */
  async #shorten(key: string): Promise<void> {
    let shorter = true;
    while (shorter) {
      shorter = false;
      const { deviations } = this.#found.get(key)?.counterexample ?? { deviations: [] };
      for (const one of deviations) {
        const choices = following(deviations.filter((other) => other !== one));
        const record = await this.#options.run(choices);
        const found = this.#read(record, choices);
        this.#keep(found, record, choices);
        shorter = (this.#found.get(key)?.counterexample.deviations.length ?? 0) < deviations.length;
        if (shorter) break;
      }
    }
  }

  #read(record: RunRecord, choices: Choices): readonly PlacedFinding[] {
    this.#runs += 1;
    this.#outcomes.add(outcomeOf(record.events));
    for (const { point } of choices.made) this.#points.add(point.id);
    this.#coverage.read(record.events);
    return judge(record);
  }

  /** Keeps the best example of each kind and place. The ones that are new: */
  #keep(found: readonly PlacedFinding[], record: RunRecord, choices: Choices): readonly FoundFinding[] {
    if (found.length === 0) return [];
    const counterexample = this.#counterexample(found, choices);
    return found.flatMap(({ finding: { type, message }, place }) => {
      const one = { type, place, message, counterexample, events: record.events.length };
      const known = this.#found.get(keyOf(one));
      if (known === undefined || isShorter(one, known)) this.#found.set(keyOf(one), one);
      return known === undefined ? [one] : [];
    });
  }

  #counterexample(found: readonly PlacedFinding[], choices: Choices): Counterexample {
    return {
      version: counterexampleVersion,
      ...this.#options.subject,
      deviations: named(choices.made),
      findings: found.map(({ finding: { type, message }, place }) => ({ type, place, message })),
    };
  }

  *#tell(found: readonly FoundFinding[]): Generator<Progress, void, undefined> {
    const now = this.#options.clock.now();
    if (found.length === 0 && now - this.#reportedAt < progressMs) return;
    this.#reportedAt = now;
    for (const one of found.length === 0 ? [undefined] : found)
      yield {
        runs: this.#runs,
        outcomes: this.#outcomes.size,
        findings: this.#found.size,
        deviations: this.#deviations,
        found: one,
      };
  }
}

/** A whole search. */
export async function explore(options: ExplorationOptions, progress?: (progress: Progress) => void): Promise<Report> {
  const exploration = new Exploration(options);
  for await (const one of exploration.play()) progress?.(one);
  return exploration.report;
}
