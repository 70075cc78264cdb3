import { type JournalEvent, journalVersion } from "./event.ts";

/** What a text is, read as a journal: its events, or why it is none. */
export type JournalReading =
  | { readonly events: readonly JournalEvent[]; readonly problem: undefined }
  | { readonly events: undefined; readonly problem: string };

/** Reads the text of a journal, a line an event. A last line that a crash cut off is left out. */
export function parseJournal(text: string): JournalReading {
  const problem = (why: string): JournalReading => ({ events: undefined, problem: why });
  const events: JournalEvent[] = [];
  for (const [index, line] of text.split("\n").slice(0, -1).entries()) {
    const event = parsed(line);
    if (event === undefined) return problem(`line ${index + 1} is not JSON`);
    if (!isEvent(event)) return problem(`line ${index + 1} is no event`);
    events.push(event);
  }
  const [opened] = events;
  if (opened?.type !== "journal.opened") return problem("it does not start with journal.opened");
  if (opened.version > journalVersion)
    return problem(
      `it is of version ${opened.version}, and this ringonce reads up to ${journalVersion}. Update ringonce`,
    );
  return { events, problem: undefined };
}

/** Undefined where it is no JSON: no JSON text means undefined. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isEvent(value: unknown): value is JournalEvent {
  return typeof value === "object" && value !== null && "type" in value;
}
