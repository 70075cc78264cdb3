import type { Choices, Deviation, Point } from "../choices.ts";
import type { Shard } from "./report.ts";

/** A run that was played, and what may go wrong in it besides. */
interface Branch {
  readonly deviations: readonly Deviation[];
  /** The points after the last deviation, as far as no run with the same course is expanded from there. */
  readonly open: readonly Point[];
}

/**
 * The runs with no deviation, then those with one, then two, each set of deviations once: a run is expanded by one
 * more deviation at a point after its last one, because what comes before is as it was.
 *
 * Two runs with the same course, moment for moment, are taken to have the same future, whatever made them so: points
 * that one of them was expanded at are closed for the other. A function could break this only by remembering from one
 * attempt to the next how a request failed, where that attempt ended in the same way at the same moment.
 */
export class Systematic {
  readonly #shard: Shard;
  readonly #deviationsMax: number;
  /** For each course, the first point from which on it has been expanded. */
  readonly #expandedFrom = new Map<string, number>();
  #next: Branch[] = [];
  #pairs = 0;
  #exhaustiveTo = -1;

  constructor(deviationsMax: number, shard: Shard) {
    this.#deviationsMax = deviationsMax;
    this.#shard = shard;
  }

  /** Every run up to so many deviations has been handed out, and played. */
  get exhaustiveTo(): number {
    return this.#exhaustiveTo;
  }

  /** The runs to play, in order. `played` is to be called for each before the next one is taken. */
  *runs(): Generator<readonly Deviation[]> {
    yield [];
    this.#exhaustiveTo = 0;
    for (let deviations = 1; deviations <= this.#deviationsMax; deviations++) {
      const level = this.#next;
      this.#next = [];
      for (const branch of level) yield* this.#expansions(branch);
      this.#exhaustiveTo = deviations;
    }
  }

  /** `course` is equal for two runs in which the same things happened at the same moments. */
  played(deviations: readonly Deviation[], course: string, { made }: Choices): void {
    if (deviations.length >= this.#deviationsMax) return;
    const last = deviations.at(-1);
    const from = last === undefined ? 0 : made.findIndex(({ point }) => point.id === last.point) + 1;
    const until = this.#expandedFrom.get(course) ?? made.length;
    if (from >= until) return;
    this.#expandedFrom.set(course, from);
    this.#next.push({ deviations, open: made.slice(from, until).map(({ point }) => point) });
  }

  /** What goes wrong late is tried first: it is where requests are, and findings. */
  *#expansions({ deviations, open }: Branch): Generator<readonly Deviation[]> {
    for (const { id, options } of open.toReversed())
      for (const option of options.slice(1)) {
        const expanded = [...deviations, { point: id, option: option.id }];
        if (this.#isMine(expanded)) yield expanded;
      }
  }

  /**
   * Every shard plays all runs with at most one deviation: it needs them to know the rest. From each of those with
   * two grows a tree of its own, and the shards take the trees in turn.
   */
  #isMine({ length }: readonly Deviation[]): boolean {
    if (length !== 2) return true;
    this.#pairs += 1;
    return (this.#pairs - 1) % this.#shard.of === this.#shard.index - 1;
  }
}
