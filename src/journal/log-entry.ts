import type { Millis } from "../clock/clock.ts";

/** One line of a CloudWatch log stream. */
export interface LogEntry {
  readonly logGroup: string;
  readonly logStream: string;
  readonly timestamp: Millis;
  readonly message: string;
}
