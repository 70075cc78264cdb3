import { BenchError } from "../bench-error.ts";
import { readJournal } from "../journal/file.ts";
import { flowLog } from "../journal/flow-log.ts";
import { lambdaLog } from "../journal/lambda-log.ts";

/** `ringonce logs`: the log groups of a journal, a line an entry: time, group, message. */
export function logs(file: string, { group }: { readonly group?: string }): number {
  const events = readJournal(file, (note) => process.stderr.write(`${note}\n`));
  const entries = [...flowLog(events), ...lambdaLog(events)].sort((one, other) => one.timestamp - other.timestamp);
  const groups = [...new Set(entries.map(({ logGroup }) => logGroup))];
  if (group !== undefined && !groups.includes(group)) {
    throw new BenchError(
      "ERR_LOG_GROUP_UNKNOWN",
      `${file} has no log group ${group}. It has: ${groups.join(", ") || "none"}.`,
    );
  }
  for (const { timestamp, logGroup, logStream, message } of entries) {
    if (group !== undefined && logGroup !== group) continue;
    const where = group === undefined ? logGroup : logStream;
    process.stdout.write(`${new Date(timestamp).toISOString()} ${where} ${message}\n`);
  }
  return 0;
}
