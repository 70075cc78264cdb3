import { BenchError } from "../../bench-error.ts";
import {
  type FoundFinding,
  inOrder,
  isShorter,
  keyOf,
  type Report,
  type Shard,
  sizeOf,
  wholeSearch,
} from "./report.ts";

/** A report, and the file that it was read from. */
export interface ReportFile {
  readonly file: string;
  readonly report: Report;
}

/** The reports of all shards of one search as one. Every shard plays the runs with at most one deviation, so they count several times. */
export function merge(reports: readonly [Report, ...Report[]]): Report {
  const found = new Map<string, FoundFinding>();
  for (const finding of reports.flatMap(({ findings }) => findings)) {
    const known = found.get(keyOf(finding));
    if (known === undefined || isShorter(sizeOf(finding), sizeOf(known))) found.set(keyOf(finding), finding);
  }
  const union = (pick: (report: Report) => readonly string[]) => [...new Set(reports.flatMap(pick))].sort();
  const sum = (pick: (report: Report) => number) => reports.reduce((total, report) => total + pick(report), 0);
  const [{ version, ringonce, subject, verdict: first }] = reports;
  const missing = missingShards(reports.map(({ verdict }) => verdict.shard));
  const least = Math.min(...reports.map(({ verdict }) => verdict.exhaustiveTo));
  return {
    version,
    ringonce,
    subject,
    runs: sum(({ runs }) => runs),
    outcomes: union(({ outcomes }) => outcomes),
    points: union(({ points }) => points),
    transitions: {
      covered: union(({ transitions }) => transitions.covered),
      all: union(({ transitions }) => transitions.all),
    },
    findings: inOrder(found.values()),
    verdict: {
      deviationsMax: first.deviationsMax,
      // What a missing shard would have searched begins with two deviations.
      exhaustiveTo: missing.length === 0 ? least : Math.min(least, 1),
      shard: wholeSearch,
      sampled: sum(({ verdict }) => verdict.sampled),
      strayed: sum(({ verdict }) => verdict.strayed),
      stopped: reports.some(({ verdict }) => verdict.stopped),
      missing,
    },
  };
}

function missingShards(shards: readonly Shard[]): readonly Shard[] {
  const of = shards[0]?.of ?? 0;
  const there = new Set(shards.map(({ index }) => index));
  return Array.from({ length: of }, (_, n) => ({ index: n + 1, of })).filter(({ index }) => !there.has(index));
}

/**
 * Makes sure that reports are the shards of one search, each there once.
 * @throws BenchError ERR_REPORTS_DIFFER when they are not: what is true of one would be said of all.
 */
export function checkOneSearch(files: readonly [ReportFile, ...ReportFile[]]): void {
  const [first, ...others] = files;
  const seen = new Map([[first.report.verdict.shard.index, first.file]]);
  for (const { file, report } of others) {
    const known = traits(first.report);
    const differing = Object.entries(traits(report)).find(([name, value]) => value !== known[name]);
    if (differing !== undefined) {
      const [name, value] = differing;
      throw different(
        `${first.file} and ${file} are of different searches: the ${name} is ${known[name]} in one and ${value} in the other`,
      );
    }
    const { index, of } = report.verdict.shard;
    const same = seen.get(index);
    if (same !== undefined) throw different(`${same} and ${file} are both shard ${index} of ${of}`);
    seen.set(index, file);
  }
  const merged = files.find(({ report }) => report.verdict.missing.length > 0);
  if (merged !== undefined && others.length > 0) throw different(`${merged.file} is a merged report itself`);
}

/** What all shards of a search have in common. */
function traits({ ringonce, subject, verdict }: Report): Readonly<Record<string, string>> {
  return {
    number: subject.number,
    "instance file": subject.instance,
    "caller's number": subject.from,
    "keys pressed": subject.presses.join(","),
    seed: String(subject.seed),
    "number of shards": String(verdict.shard.of),
    "number of deviations asked for": String(verdict.deviationsMax),
    "version of ringonce": ringonce,
  };
}

function different(why: string): BenchError {
  return new BenchError("ERR_REPORTS_DIFFER", `${why}. Merge the reports of all shards of one search, each once.`);
}
