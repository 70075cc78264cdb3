import { type JournalEvent, journalVersion } from "./event.ts";
import { faultyField } from "./event-shape.ts";
import type { JournalProblem } from "./journal-problem.ts";

/** What a text is, read as a journal: its events, or why it is none. */
export type JournalReading =
  | {
      readonly events: readonly JournalEvent[];
      /** The last line is not whole, as when the writer was killed in the middle of it: it was left out. */
      readonly isCutOff: boolean;
      readonly problem: undefined;
    }
  | { readonly events: undefined; readonly problem: JournalProblem };

/** Reads the text of a journal, a line an event. Empty lines say nothing, and a last line that is not whole is left out. */
export function parseJournal(text: string): JournalReading {
  const refused = (problem: JournalProblem): JournalReading => ({ events: undefined, problem });
  const events: JournalEvent[] = [];
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  let isCutOff = false;
  for (const [index, written] of lines.entries()) {
    if (written.trim() === "") continue;
    const line = index + 1;
    const event = parsed(written);
    if (event === undefined) {
      // Only what nothing follows can have been cut off.
      isCutOff = line === lines.length && events.length > 0;
      if (isCutOff) break;
      return refused({ type: "notJson", line });
    }
    if (!isEvent(event)) return refused({ type: "noEvent", line });
    if (events.length === 0) {
      if (event.type !== "journal.opened") return refused({ type: "noStart", line });
      if (event.version > journalVersion) return refused({ type: "laterVersion", version: event.version });
    }
    const field = faultyField(event);
    if (field !== undefined) return refused({ type: "incomplete", line, eventType: event.type, field });
    events.push(event);
  }
  return events.length === 0 ? refused({ type: "empty" }) : { events, isCutOff, problem: undefined };
}

/** Undefined where it is no JSON: no JSON text means undefined. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** As far as its type goes; its fields are another matter. */
function isEvent(value: unknown): value is JournalEvent & { readonly [field: string]: unknown } {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
