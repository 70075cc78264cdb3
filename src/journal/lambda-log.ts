import { all } from "./contacts.ts";
import type { JournalEvent } from "./event.ts";
import type { LogEntry } from "./log-entry.ts";

/** The log groups `/aws/lambda/<function>`: what the Lambda service and the handlers wrote, in the order in which they did. */
export function lambdaLog(events: readonly JournalEvent[]): readonly LogEntry[] {
  return all(events, "lambda.log").map(({ at, functionName, logStream, message }) => ({
    logGroup: `/aws/lambda/${functionName}`,
    logStream,
    timestamp: at,
    message,
  }));
}
