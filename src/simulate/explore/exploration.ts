import type { Clock, Millis } from "../../clock/clock.ts";
import type { InstanceFlow } from "../../connect/instance.ts";
import { lanes } from "../../journal/lanes.ts";
import { type Choices, following, unmet } from "../choices.ts";
import { type Counterexample, counterexampleVersion, named, type Subject } from "./counterexample.ts";
import { Coverage } from "./coverage.ts";
import { judge, type PlacedFinding, type Run, type RunRecord } from "./judged-run.ts";
import { type Trace, traceOf } from "./outcome.ts";
import {
  type FoundFinding,
  inOrder,
  isShorter,
  keyOf,
  type Report,
  reportVersion,
  type Shard,
  sizeOf,
  wholeSearch,
} from "./report.ts";
import { runTimeline } from "./run-timeline.ts";
import { drawn } from "./sampling.ts";
import { Systematic } from "./systematic.ts";

export interface ExplorationOptions {
  /** Its seed is that of the drawn runs as well. */
  readonly subject: Subject;
  /** The version of this ringonce, for the report. */
  readonly ringonce: string;
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

/** Chosen: two misfortunes in one call are rare enough to be overlooked, and few enough to be searched in minutes. */
export const deviationsUsual = 2;

/** Chosen: often enough for whoever watches, and to notice that he wants to stop. */
const progressMs: Millis = 100;

/** A search for what can go wrong in a line. `play` it as long as you like; `report` says what there is so far. */
export class Exploration {
  readonly #options: ExplorationOptions;
  readonly #systematic: Systematic;
  readonly #coverage: Coverage;
  /** For each course of events, with how few deviations a run came to it. Another such run shows nothing new. */
  readonly #seen = new Map<string, number>();
  readonly #outcomes = new Set<string>();
  readonly #points = new Set<string>();
  readonly #found = new Map<string, FoundFinding>();
  #runs = 0;
  #strayed = 0;
  #sampled = 0;
  #deviations: number | undefined = 0;
  #reportedAt: Millis = 0;
  #over = false;

  constructor(options: ExplorationOptions) {
    this.#options = options;
    this.#systematic = new Systematic(options.deviationsMax ?? deviationsUsual, options.shard ?? wholeSearch);
    this.#coverage = new Coverage(options.flows);
  }

  /**
   * Searches, and tells now and then how far it is. Whoever stops reading stops the search. Runs that are no promises
   * leave the process no time for anything else: a reader who wants it takes it between two tellings.
   */
  async *play(): AsyncGenerator<Progress, void, undefined> {
    yield* this.#search();
    this.#over = true;
  }

  async *#search(): AsyncGenerator<Progress, void, undefined> {
    const { clock, runsMax = Number.POSITIVE_INFINITY, lastsMsMax = Number.POSITIVE_INFINITY } = this.#options;
    const until = clock.now() + lastsMsMax;
    const goesOn = () => this.#runs < runsMax && clock.now() < until;
    this.#reportedAt = clock.now();
    for (const deviations of this.#systematic.runs()) {
      if (!goesOn()) return;
      this.#deviations = deviations.length;
      const choices = following(deviations);
      // A run that is no promise is not waited for: there are too many of them.
      const played = this.#options.run(choices);
      const record = played instanceof Promise ? await played : played;
      const trace = traceOf(record.events);
      if (unmet(deviations, choices).length > 0) this.#strayed += 1;
      else this.#systematic.played(deviations, trace.course, choices);
      const found = this.#read(record, trace, choices);
      if (this.#isToBeTold(found)) yield* this.#tell(found);
    }
    this.#deviations = undefined;
    if (runsMax === Number.POSITIVE_INFINITY && lastsMsMax === Number.POSITIVE_INFINITY) return;
    const { subject, shard = wholeSearch } = this.#options;
    for (let n = shard.index - 1; goesOn(); n += shard.of) {
      const choices = drawn(subject.seed, n);
      const played = this.#options.run(choices);
      const record = played instanceof Promise ? await played : played;
      this.#sampled += 1;
      const found = this.#read(record, traceOf(record.events), choices);
      for (const one of found) await this.#shorten(keyOf(one));
      if (this.#isToBeTold(found)) yield* this.#tell(found);
    }
  }

  get report(): Report {
    const { ringonce, subject, deviationsMax = deviationsUsual, shard = wholeSearch } = this.#options;
    return {
      version: reportVersion,
      ringonce,
      subject,
      runs: this.#runs,
      outcomes: [...this.#outcomes].sort(),
      points: [...this.#points].sort(),
      transitions: this.#coverage.transitions,
      findings: inOrder(this.#found.values()),
      verdict: {
        deviationsMax,
        exhaustiveTo: this.#systematic.exhaustiveTo,
        shard,
        sampled: this.#sampled,
        strayed: this.#strayed,
        stopped: !this.#over,
        missing: [],
      },
    };
  }

  /** Takes out one deviation after the other, as long as the finding stays: each that is left is needed. */
  async #shorten(key: string): Promise<void> {
    const size = () => this.#found.get(key)?.counterexample.deviations.length ?? 0;
    for (let before = size() + 1; size() < before; ) {
      before = size();
      const { deviations } = this.#found.get(key)?.counterexample ?? { deviations: [] };
      for (let left = 0; left < deviations.length && size() === before; left++) {
        const choices = following(deviations.toSpliced(left, 1));
        const record = await this.#options.run(choices);
        this.#read(record, traceOf(record.events), choices);
      }
    }
  }

  /** Takes in what a run shows, and gives back the kinds and places that no run had shown before. */
  #read(record: RunRecord, { course, outcome }: Trace, choices: Choices): readonly FoundFinding[] {
    this.#runs += 1;
    const size = choices.deviations.length;
    const least = this.#seen.get(course);
    if (least !== undefined && least <= size) return [];
    this.#seen.set(course, size);

    const { events } = record;
    this.#outcomes.add(outcome());
    for (const { point } of choices.made) this.#points.add(point.id);
    this.#coverage.read(events);
    const judged = judge(record);
    let example: Pick<FoundFinding, "counterexample" | "timeline" | "lanes" | "events"> | undefined;
    return judged.flatMap(({ finding: { type, message }, place }) => {
      const known = this.#found.get(keyOf({ type, place }));
      if (known !== undefined && !isShorter({ deviations: size, events: events.length }, sizeOf(known))) return [];
      example ??= this.#example(events, judged, choices);
      const one = { type, place, message, ...example };
      this.#found.set(keyOf(one), one);
      return known === undefined ? [one] : [];
    });
  }

  #example(events: RunRecord["events"], found: readonly PlacedFinding[], choices: Choices) {
    const deviations = named(choices.made);
    const counterexample: Counterexample = {
      version: counterexampleVersion,
      ...this.#options.subject,
      deviations,
      findings: found.map(({ finding: { type, message }, place }) => ({ type, place, message })),
    };
    return {
      counterexample,
      timeline: runTimeline(events, deviations),
      lanes: lanes(events),
      events: events.length,
    };
  }

  #isToBeTold(found: readonly FoundFinding[]): boolean {
    return found.length > 0 || this.#options.clock.now() - this.#reportedAt >= progressMs;
  }

  *#tell(found: readonly FoundFinding[]): Generator<Progress, void, undefined> {
    this.#reportedAt = this.#options.clock.now();
    const standing = {
      runs: this.#runs,
      outcomes: this.#outcomes.size,
      findings: this.#found.size,
      deviations: this.#deviations,
    };
    if (found.length === 0) yield { ...standing, found: undefined };
    // What chance found has been shortened since.
    for (const one of found) yield { ...standing, found: this.#found.get(keyOf(one)) ?? one };
  }
}

/** A whole search. */
export async function explore(options: ExplorationOptions, progress?: (progress: Progress) => void): Promise<Report> {
  const exploration = new Exploration(options);
  for await (const one of exploration.play()) progress?.(one);
  return exploration.report;
}
