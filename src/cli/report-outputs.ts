import { accessSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { counterexampleText } from "../simulate/explore/counterexample-file.ts";
import { counterexampleNames } from "../simulate/explore/counterexample-names.ts";
import type { Report } from "../simulate/explore/report.ts";
import { reportFileText } from "../simulate/explore/report-file.ts";
import { reportHtml } from "../simulate/explore/report-html.ts";
import { reportJunit } from "../simulate/explore/report-junit.ts";
import { reportText } from "./report-text.ts";
import { makeRingonceFolder, ringonceFolder } from "./ringonce-folder.ts";
import { writing } from "./writing.ts";

/** What `explore` and `merge` make of a report. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly uncovered?: boolean;
  readonly junit?: string;
  readonly html?: string;
  readonly report?: string;
  /** A folder. Undefined: in ringonce's own. */
  readonly counterexamples?: string;
}

/**
 * Finds out before a search, which may last long, whether its report will have a place.
 * @throws BenchError ERR_FILE_WRITE when it will not.
 */
export function checkOutputs(options: OutputOptions): void {
  for (const [option, path] of files(options)) {
    writing(option, path, () => {
      mkdirSync(dirname(path), { recursive: true });
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw new Error("it is a folder");
      accessSync(statSync(path, { throwIfNoEntry: false }) === undefined ? dirname(path) : path, constants.W_OK);
    });
  }
  const { counterexamples } = options;
  if (counterexamples === undefined) return;
  writing("counterexamples", counterexamples, () => mkdirSync(counterexamples, { recursive: true }));
}

/**
 * Prints the report, writes its counterexamples, and every file that was asked for.
 * @throws BenchError ERR_FILE_WRITE when one of them cannot be written. The report is printed even so.
 */
export function writeOutputs(report: Report, options: OutputOptions): void {
  const counterexamples = options.counterexamples ?? `${ringonceFolder}/counterexamples`;
  const printing = { counterexamples, uncovered: options.uncovered === true };
  process.stdout.write(options.json === true ? reportFileText(report) : reportText(report, printing));

  writeCounterexamples(report, options.counterexamples);
  const contents = { report: reportFileText, junit: reportJunit, html: reportHtml };
  for (const [option, path] of files(options))
    writing(option, path, () => writeFileSync(path, contents[option](report, printing)));
}

function writeCounterexamples(report: Report, folder: string | undefined): void {
  if (report.findings.length === 0) return;
  writing("counterexamples", folder ?? ringonceFolder, () => {
    const target = folder ?? makeRingonceFolder("counterexamples");
    mkdirSync(target, { recursive: true });
    for (const [index, name] of counterexampleNames(report).entries()) {
      const finding = report.findings[index];
      if (finding !== undefined) writeFileSync(join(target, name), counterexampleText(finding.counterexample));
    }
  });
}

/** The files that were asked for, by the option that names them. */
function files(options: OutputOptions) {
  return (["report", "junit", "html"] as const).flatMap((option) => {
    const path = options[option];
    return path === undefined ? [] : [[option, path] as const];
  });
}
