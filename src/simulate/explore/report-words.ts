import { counterexampleNames } from "./counterexample-names.ts";
import { type FoundFinding, keyOf, type Report } from "./report.ts";

/** Where the counterexamples lie that a report's replay commands name. */
export interface Printing {
  /** With "/" at the end or without. */
  readonly counterexamples: string;
}

/** A finding, and what every output says besides. */
export interface ShownFinding {
  readonly finding: FoundFinding;
  /** From 1, as it is listed. */
  readonly number: number;
  /** The first listed finding that has the same run: its timeline is not told twice. Undefined: this one is the first. */
  readonly sameRunAs: number | undefined;
  /** Its counterexample's. */
  readonly file: string;
  /** What is typed to play it again. */
  readonly replay: string;
}

export function shownFindings(report: Report, { counterexamples }: Printing): readonly ShownFinding[] {
  const names = counterexampleNames(report);
  const runs = report.findings.map(({ counterexample }) =>
    JSON.stringify(counterexample.deviations.map(({ point, option }) => [point, option])),
  );
  return report.findings.map((finding, index) => {
    const first = runs.indexOf(runs[index] ?? "");
    const path = `${counterexamples.replace(/\/+$/, "")}/${names.get(keyOf(finding))}`;
    return {
      finding,
      number: index + 1,
      sameRunAs: first === index ? undefined : first + 1,
      file: path,
      replay: `ringonce replay ${quoted(path)}`,
    };
  });
}

/** As a shell takes it: in quotes where it needs them. */
function quoted(path: string): string {
  return /^[\p{L}\p{N}_./~@%+=:,-]+$/u.test(path) && !path.startsWith("~")
    ? path
    : `'${path.replaceAll("'", "'\\''")}'`;
}

/** "+81312340001 of sample/instance.json, called from +819012345678, who presses 1,1224#" */
export function describeSubject({ subject: { instance, number, from, presses } }: Report): string {
  const keys = presses.length === 0 ? "nothing" : presses.join(",");
  return `${number} of ${instance}, called from ${from}, who presses ${keys}`;
}

/** The flows' arrows that no run went along. */
export function uncovered({ transitions: { covered, all } }: Report): readonly string[] {
  const seen = new Set(covered);
  return all.filter((arrow) => !seen.has(arrow));
}

/** "2 findings" */
export function countFindings({ findings: { length } }: Report): string {
  if (length === 0) return "No findings";
  return `${length} ${length === 1 ? "finding" : "findings"}`;
}
