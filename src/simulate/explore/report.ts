import type { Finding } from "../../journal/findings/finding.ts";
import type { Counterexample } from "./counterexample.ts";
import type { TransitionCoverage } from "./coverage.ts";

/** What a search found: plain JSON, so that the reports of shards can be kept and merged. */
export interface Report {
  readonly runs: number;
  /** One short text for each distinct outcome. */
  readonly outcomes: readonly string[];
  /** The choice points that some run came to. */
  readonly points: readonly string[];
  readonly transitions: TransitionCoverage;
  /** One for each kind and place, those with the fewest deviations first. */
  readonly findings: readonly FoundFinding[];
  readonly verdict: Verdict;
}

export interface FoundFinding {
  readonly type: Finding["type"];
  readonly place: string;
  readonly message: string;
  readonly counterexample: Counterexample;
  /** How many events its run has. Of two runs with equally many deviations the shorter one tells more. */
  readonly events: number;
}

/** How much the absence of a finding says. */
export interface Verdict {
  /** Every run with at most so many deviations was played, or is the same as one that was. -1: not even the run in which nothing goes wrong. */
  readonly exhaustiveTo: number;
  /** Which share of the runs beyond one deviation this is, and of how many. */
  readonly shard: Shard;
  /** How many runs were drawn by chance, beyond the systematic ones. */
  readonly sampled: number;
  /** Runs that were others than their deviations say: something that nobody chose decides as well. What follows from them was not searched. */
  readonly strayed: number;
}

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

export const wholeSearch: Shard = { index: 1, of: 1 };

/** "searched exhaustively up to 2 deviations, and 10000 more runs sampled" */
export function describeVerdict({ exhaustiveTo, shard, sampled, strayed }: Verdict): string {
  const share = shard.of === 1 ? "" : `, as shard ${shard.index} of ${shard.of}`;
  const drawn = sampled === 0 ? "" : `, and ${sampled} more runs sampled`;
  if (exhaustiveTo < 0) return "nothing was searched";
  const but = strayed === 0 ? "" : `; but ${strayed} runs went another way than the one that was asked for`;
  return `searched exhaustively up to ${exhaustiveTo} ${exhaustiveTo === 1 ? "deviation" : "deviations"}${share}${drawn}${but}`;
}

/** How much there is to read in an example. */
export interface Size {
  readonly deviations: number;
  readonly events: number;
}

export function sizeOf({ counterexample, events }: FoundFinding): Size {
  return { deviations: counterexample.deviations.length, events };
}

/** Whether one example is the better one: fewer deviations, then the shorter run. */
export function isShorter(one: Size, other: Size): boolean {
  const fewer = one.deviations - other.deviations;
  return fewer < 0 || (fewer === 0 && one.events < other.events);
}

/** The kind and place of a finding: what it is reported once for. */
export const keyOf = ({ type, place }: Pick<FoundFinding, "type" | "place">): string => `${type} ${place}`;

export function inOrder(found: Iterable<FoundFinding>): readonly FoundFinding[] {
  return [...found].sort((one, other) => {
    if (isShorter(sizeOf(one), sizeOf(other))) return -1;
    if (isShorter(sizeOf(other), sizeOf(one))) return 1;
    return keyOf(one) < keyOf(other) ? -1 : 1;
  });
}

/** The reports of all shards of one search as one. Every shard plays the runs with at most one deviation, so they count several times. */
export function merge(reports: readonly Report[]): Report {
  const found = new Map<string, FoundFinding>();
  for (const finding of reports.flatMap(({ findings }) => findings)) {
    const known = found.get(keyOf(finding));
    if (known === undefined || isShorter(sizeOf(finding), sizeOf(known))) found.set(keyOf(finding), finding);
  }
  const union = (pick: (report: Report) => readonly string[]) => [...new Set(reports.flatMap(pick))].sort();
  const sum = (pick: (report: Report) => number) => reports.reduce((total, report) => total + pick(report), 0);
  const complete = isComplete(reports.map(({ verdict }) => verdict.shard));
  const least = Math.min(...reports.map(({ verdict }) => verdict.exhaustiveTo));
  return {
    runs: sum(({ runs }) => runs),
    outcomes: union(({ outcomes }) => outcomes),
    points: union(({ points }) => points),
    transitions: {
      covered: union(({ transitions }) => transitions.covered),
      all: union(({ transitions }) => transitions.all),
    },
    findings: inOrder(found.values()),
    verdict: {
      // What a missing shard would have searched begins with two deviations.
      exhaustiveTo: complete ? least : Math.min(least, 1),
      shard: wholeSearch,
      sampled: sum(({ verdict }) => verdict.sampled),
      strayed: sum(({ verdict }) => verdict.strayed),
    },
  };
}

function isComplete(shards: readonly Shard[]): boolean {
  const of = shards[0]?.of ?? 0;
  return shards.every((shard) => shard.of === of) && new Set(shards.map(({ index }) => index)).size === of;
}
