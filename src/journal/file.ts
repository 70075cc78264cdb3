import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { BenchError } from "../bench-error.ts";
import type { JournalEvent } from "./event.ts";
import type { Journal } from "./journal.ts";
import { describeJournalProblem, remedyOf } from "./journal-problem.ts";
import { parseJournal } from "./parse-journal.ts";

/** Writes a journal to a file, a line an event, as the events happen: after a crash everything up to it is there. */
export class JournalFile {
  readonly path: string;
  readonly #descriptor: number;
  readonly #stop: () => void;

  /**
   * @throws BenchError ERR_JOURNAL_WRITE when the file cannot be made, or is there and is no journal. What is in the
   * journal already is written first.
   */
  constructor(path: string, journal: Journal) {
    this.path = path;
    if (isSomethingElse(path)) {
      throw new BenchError(
        "ERR_JOURNAL_WRITE",
        `${path} is there already and is no journal: it is left as it is. Name another file with --journal.`,
      );
    }
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#descriptor = openSync(path, "w");
    } catch (error) {
      throw new BenchError(
        "ERR_JOURNAL_WRITE",
        `The journal ${path} cannot be written: ${String(error)}. Name another place with --journal.`,
      );
    }
    const write = (event: JournalEvent) => writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
    for (const event of journal.events) write(event);
    this.#stop = journal.listen(write);
  }

  close(): void {
    this.#stop();
    closeSync(this.#descriptor);
  }
}

/** Whether a file is there that a journal must not overwrite. */
function isSomethingElse(path: string): boolean {
  try {
    const { size } = statSync(path);
    return size > 0 && !readFileSync(path, "utf8").startsWith('{"at":') && statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Reads a journal file. A last line that a crash cut off is left out; `note` hears of it.
 * @throws BenchError ERR_JOURNAL_READ when it is not a journal, or one of a later version.
 */
export function readJournal(path: string, note: (sentence: string) => void = () => {}): readonly JournalEvent[] {
  const fail = (why: string): never => {
    throw new BenchError("ERR_JOURNAL_READ", `${path} ${why}`);
  };
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return fail(`cannot be read: ${whyUnreadable(error)}. Name a journal that is there, as in .ringonce/journals/.`);
  }
  const reading = parseJournal(text);
  if (reading.problem !== undefined)
    return fail(`${describeJournalProblem(reading.problem)}. ${remedyOf(reading.problem)}`);
  if (reading.isCutOff) note(`The last line of ${path} is not whole, and was left out: the record broke off there.`);
  return reading.events;
}

/** What a file system says, in words. */
function whyUnreadable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  switch ("code" in error ? error.code : undefined) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
      return "you may not read it";
    default:
      return error.message;
  }
}
