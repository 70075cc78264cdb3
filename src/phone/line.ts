import type { Clock } from "../clock/clock.ts";
import type { Bench } from "../connect/bench.ts";
import type { Instance } from "../connect/instance.ts";
import type { Services } from "../connect/services.ts";
import type { JournalFile } from "../journal/file.ts";
import type { Journal } from "../journal/journal.ts";
import type { CallConditions } from "./call-conditions.ts";
import type { LiveCalls } from "./live-calls.ts";

/** A line that is up, as the server needs it. `conditions` and `calls` have read its journal from the first line on. */
export interface Line {
  readonly instance: Instance;
  readonly bench: Bench;
  /** The external APIs that run for it. */
  readonly services: Services;
  readonly journal: Journal;
  /** Its name on the shelf. */
  readonly journalName: string;
  readonly clock: Clock;
  readonly conditions: CallConditions;
  readonly calls: LiveCalls;
  /** Puts another journal on the shelf. */
  readonly keep: (journal: Journal) => JournalFile;
}
