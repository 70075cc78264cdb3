import { checkOneSearch, merge as join } from "../simulate/explore/merge.ts";
import { readReport } from "../simulate/explore/report-file.ts";
import { readText } from "./read-text.ts";
import { checkOutputs, type OutputOptions, writeOutputs } from "./report-outputs.ts";

/** `ringonce merge`: the reports of a search's shards as one. */
export function merge(paths: readonly [string, ...string[]], options: OutputOptions): number {
  const read = (file: string) => ({ file, report: readReport(readText(file), file) });
  const [first, ...others] = paths;
  const files = [read(first), ...others.map(read)] as const;
  checkOneSearch(files);
  checkOutputs(options);
  const report = join([files[0].report, ...files.slice(1).map((one) => one.report)]);
  writeOutputs(report, options);
  return report.findings.length > 0 ? 1 : 0;
}
