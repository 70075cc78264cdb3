import type { Finding } from "../../journal/findings/finding.ts";
import type { Lane } from "../../journal/lanes.ts";
import type { Counterexample, Subject } from "./counterexample.ts";
import type { TransitionCoverage } from "./coverage.ts";
import type { RunLine } from "./run-timeline.ts";

/** The version of the file. A reader refuses any other. */
export const reportVersion = 2;

/** What a search found: plain JSON that tells all of it without the instance, so that shards can be kept, merged and shown. */
export interface Report {
  readonly version: typeof reportVersion;
  /** The version of the ringonce that searched. */
  readonly ringonce: string;
  readonly subject: Subject;
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
  /** The counterexample's run, to read and to draw. */
  readonly timeline: readonly RunLine[];
  readonly lanes: readonly Lane[];
  /** How many events its run has. Of two runs with equally many deviations the shorter one tells more. */
  readonly events: number;
}

/** How much the absence of a finding says. */
export interface Verdict {
  /** How far the systematic search was to go. */
  readonly deviationsMax: number;
  /** Every run with at most so many deviations was played, or is the same as one that was. -1: not even the run in which nothing goes wrong. */
  readonly exhaustiveTo: number;
  /** Which share of the runs beyond one deviation this is, and of how many. */
  readonly shard: Shard;
  /** How many runs were drawn by chance, beyond the systematic ones. */
  readonly sampled: number;
  /** Runs that were others than their deviations say: something that nobody chose decides as well. What follows from them was not searched. */
  readonly strayed: number;
  /** Somebody, or an error, ended the search before it was over. */
  readonly stopped: boolean;
  /** The shards that a merged report lacks. */
  readonly missing: readonly Shard[];
}

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

export const wholeSearch: Shard = { index: 1, of: 1 };

/** "searched exhaustively up to 2 deviations, and 10000 more runs sampled" */
export function describeVerdict({
  deviationsMax,
  exhaustiveTo,
  shard,
  sampled,
  strayed,
  stopped,
  missing,
}: Verdict): string {
  const parts = [
    exhaustiveTo < 0 ? "nothing was searched" : `searched exhaustively up to ${deviations(exhaustiveTo)}`,
    0 <= exhaustiveTo && exhaustiveTo < deviationsMax ? ` of the ${deviationsMax} asked for` : "",
    shard.of === 1 ? "" : `, as shard ${shard.index} of ${shard.of}`,
    sampled === 0 ? "" : `, and ${sampled} more runs sampled`,
    strayed === 0 ? "" : `; but ${strayed} runs went another way than the one that was asked for`,
    stopped ? "; it was stopped before its end" : "",
    missing.length === 0 ? "" : `; missing: ${missing.map(({ index, of }) => `shard ${index} of ${of}`).join(", ")}`,
  ];
  return parts.join("");
}

/** "1 deviation" */
export function deviations(count: number): string {
  return `${count} ${count === 1 ? "deviation" : "deviations"}`;
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
