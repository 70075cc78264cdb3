import pc from "picocolors";
import { describeVerdict, deviations, type Report } from "../simulate/explore/report.ts";
import {
  countFindings,
  describeSubject,
  type Printing,
  type ShownFinding,
  shownFindings,
  uncovered,
} from "../simulate/explore/report-words.ts";
import { amongCalls } from "../simulate/explore/run-timeline.ts";
import { coloured } from "./terminal.ts";

export interface TextPrinting extends Printing {
  /** Name the transitions that no call took. */
  readonly uncovered: boolean;
}

/** A search's report for a terminal. What matters most stands last, where the eye is: the counts and the verdict. */
export function reportText(report: Report, printing: TextPrinting): string {
  const missed = uncovered(report);
  const found = report.findings.length > 0;
  const count = countFindings(report);
  const { all } = report.transitions;
  const counts = [
    ["Line", describeSubject(report)],
    ["Runs", `${report.runs}, with ${report.outcomes.length} distinct outcomes (seed ${report.subject.seed})`],
    [
      "Covered",
      `${report.points.length} choice points; ${all.length - missed.length}/${all.length} transitions of the flows that were entered`,
    ],
    ["Findings", found ? pc.red(pc.bold(`${report.findings.length}`)) : pc.green("none")],
    ["Verdict", describeVerdict(report.verdict)],
  ] as const;
  const parts = [
    found ? pc.red(pc.bold(count)) : pc.green(`${count}.`),
    ...shownFindings(report, printing).map(findingText),
    ...(printing.uncovered ? [[pc.bold("Transitions that no call took"), ...indented(missed)].join("\n")] : []),
    counts.map(([name, value]) => `${pc.bold(name.padEnd(9))} ${value}`).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function findingText({ finding, number, sameRunAs, replay }: ShownFinding): string {
  const { type, place, message, counterexample, timeline } = finding;
  const happened = counterexample.deviations.map(
    ({ name, subject }) => `${pc.yellow(`! ${name}`)} ${pc.dim(`(${subject})`)}`,
  );
  const run =
    sameRunAs === undefined
      ? timeline.map((line) => coloured(amongCalls(line)))
      : [`   The run of finding ${sameRunAs} shows it.`];
  return [
    `${number}. ${pc.bold(pc.red(type))} at ${pc.bold(place)}`,
    ...indented([message, "", `With ${deviations(happened.length)}${happened.length === 0 ? "" : ":"}`, ...happened]),
    "",
    ...run,
    "",
    ...indented([`Replay:  ${replay}`]),
  ].join("\n");
}

function indented(lines: readonly string[]): readonly string[] {
  return (lines.length === 0 ? ["none"] : lines).map((line) => (line === "" ? "" : `   ${line}`));
}
