import { formatLine } from "../../journal/timeline.ts";
import { findingTypes } from "./counterexample-file.ts";
import { attributes, text } from "./markup.ts";
import { describeVerdict, type Report } from "./report.ts";
import { describeSubject, type Printing, type ShownFinding, shownFindings } from "./report-words.ts";
import { amongCalls } from "./run-timeline.ts";

/**
 * A search's report as JUnit XML, in the elements that GitLab, Jenkins and GitHub's reporters have in common: one
 * failed test case for each finding, one that passed for each kind that was not found. It has no times: the same
 * search writes the same file.
 */
export function reportJunit(report: Report, printing: Printing): string {
  const shown = shownFindings(report, printing);
  const absent = findingTypes.filter((type) => !shown.some(({ finding }) => finding.type === type));
  const suite = { name: `ringonce explore ${report.subject.number}`, ...counts(shown.length, absent.length) };
  const classname = `ringonce.${report.subject.number}`;
  const about = `${describeSubject(report)}\n${report.runs} runs, ${report.outcomes.length} distinct outcomes\n${describeVerdict(report.verdict)}\n`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ ...suite, name: "ringonce" })}>`,
    `  <testsuite${attributes(suite)}>`,
    ...shown.map((one) => failed(one, classname)),
    ...absent.map((type) => `    <testcase${attributes({ classname, name: type })}/>`),
    `    <system-out>${text(about)}</system-out>`,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function counts(failures: number, passed: number) {
  return { tests: String(failures + passed), failures: String(failures), errors: "0", skipped: "0" };
}

function failed({ finding, replay }: ShownFinding, classname: string): string {
  const { type, place, message, counterexample, timeline } = finding;
  const happened = counterexample.deviations.map(({ name, subject }) => `! ${name} (${subject})`);
  const body = [message, "", ...happened, "", ...timeline.map((line) => formatLine(amongCalls(line))), "", replay];
  return [
    `    <testcase${attributes({ classname, name: `${type} at ${place}` })}>`,
    `      <failure${attributes({ type, message })}>${text(body.join("\n"))}</failure>`,
    "    </testcase>",
  ].join("\n");
}
