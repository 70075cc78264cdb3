import { accessSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BenchError } from "../bench-error.ts";
import { counterexampleText } from "../simulate/explore/counterexample-file.ts";
import { counterexampleNames } from "../simulate/explore/counterexample-names.ts";
import { keyOf, type Report } from "../simulate/explore/report.ts";
import { reportFileText } from "../simulate/explore/report-file.ts";
import { reportHtml } from "../simulate/explore/report-html.ts";
import { reportJunit } from "../simulate/explore/report-junit.ts";
import { reportText } from "./report-text.ts";
import { makeRingonceFolder, ringonceFolder } from "./ringonce-folder.ts";

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
    orThrow(option, path, () => {
      mkdirSync(dirname(path), { recursive: true });
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw new Error("it is a folder");
      accessSync(statSync(path, { throwIfNoEntry: false }) === undefined ? dirname(path) : path, constants.W_OK);
    });
  }
  const { counterexamples } = options;
  if (counterexamples === undefined) return;
  orThrow("counterexamples", counterexamples, () => mkdirSync(counterexamples, { recursive: true }));
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
    orThrow(option, path, () => writeFileSync(path, contents[option](report, printing)));
}

function writeCounterexamples(report: Report, folder: string | undefined): void {
  const names = counterexampleNames(report);
  if (names.size === 0) return;
  orThrow("counterexamples", folder ?? ringonceFolder, () => {
    const target = folder ?? makeRingonceFolder("counterexamples");
    mkdirSync(target, { recursive: true });
    for (const finding of report.findings)
      writeFileSync(join(target, names.get(keyOf(finding)) ?? ""), counterexampleText(finding.counterexample));
  });
}

function files({ report, junit, html }: OutputOptions): readonly ["report" | "junit" | "html", string][] {
  return Object.entries({ report, junit, html }).flatMap(([option, path]) =>
    path === undefined ? [] : [[option as "report" | "junit" | "html", path]],
  );
}

function orThrow(option: string, path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BenchError("ERR_FILE_WRITE", `${path} cannot be written: ${why}. Name another place with --${option}.`);
  }
}
