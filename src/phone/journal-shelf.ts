import type { Stats } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { all, contacts } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import { findings } from "../journal/findings/index.ts";
import { parseJournal } from "../journal/parse-journal.ts";
import type { CallSummary, JournalList, JournalSummary } from "../page/protocol.ts";

/** So many journals are listed, those that were written last. Chosen: a folder may have grown for a year. */
const listedMax = 100;
/** A longer one is listed without its calls: reading it would hold up the calls that are being made. Chosen. */
const readBytesMax = 16 * 1_024 * 1_024;

/** The journals on disk that may be shown: all of a folder, or one file alone. Nothing else is ever read. */
export class JournalShelf {
  readonly #folder: string;
  readonly #only: string | undefined;
  /** By name; read again only when the file has changed. */
  readonly #read = new Map<string, { readonly state: string; readonly summary: JournalSummary }>();

  static ofFolder(folder: string): JournalShelf {
    return new JournalShelf(folder, undefined);
  }

  static ofFile(file: string): JournalShelf {
    return new JournalShelf(dirname(file), basename(file));
  }

  private constructor(folder: string, only: string | undefined) {
    this.#folder = folder;
    this.#only = only;
  }

  /** What was written last comes first: a server that has been up for long still writes the journal that it began with. */
  async list(): Promise<JournalList> {
    const files = await Promise.all(
      (await this.#names()).map(async (name) => ({ name, ...(await this.#writing(name)) })),
    );
    files.sort((one, other) => other.mtimeMs - one.mtimeMs || (one.name < other.name ? 1 : -1));
    const journals: JournalSummary[] = [];
    for (const file of files.slice(0, listedMax)) journals.push(await this.#summary(file));
    return { journals, notListed: Math.max(0, files.length - listedMax) };
  }

  /** The text of a journal; undefined where the shelf has none of that name. */
  async text(name: string): Promise<string | undefined> {
    // Only what the folder itself lists is a name: no path leads out of it.
    return (await this.#names()).includes(name) ? readFile(join(this.#folder, name), "utf8") : undefined;
  }

  async #names(): Promise<readonly string[]> {
    if (this.#only !== undefined) return [this.#only];
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl")).map(({ name }) => name);
  }

  #writing(name: string): Promise<Writing> {
    return stat(join(this.#folder, name)).catch(() => ({ mtimeMs: 0, size: 0 })); // It is gone: reading it will say so.
  }

  async #summary({ name, size, mtimeMs }: Writing & { readonly name: string }): Promise<JournalSummary> {
    try {
      const state = `${size} ${mtimeMs}`;
      const known = this.#read.get(name);
      if (known?.state === state) return known.summary;
      const summary: JournalSummary =
        size > readBytesMax
          ? {
              name,
              isSimulated: false,
              calls: [],
              problem: { type: "tooLong", megabytes: Math.round(size / 1_048_576) },
            }
          : summaryOf(name, await readFile(join(this.#folder, name), "utf8"));
      this.#read.set(name, { state, summary });
      return summary;
    } catch (error) {
      return { name, isSimulated: false, calls: [], problem: { type: "unreadable", why: String(error) } };
    }
  }
}

/** When a file was written last, and how much of it there is. */
type Writing = Pick<Stats, "mtimeMs" | "size">;

function summaryOf(name: string, text: string): JournalSummary {
  const { events, problem } = parseJournal(text);
  const [opened] = events ?? [];
  const isSimulated = opened?.type === "journal.opened" && opened.time === "simulated";
  return { name, isSimulated, calls: events === undefined ? [] : callsOf(events), problem };
}

function callsOf(events: readonly JournalEvent[]): readonly CallSummary[] {
  const found = findings(events);
  return contacts(events).map(({ contactId, initiated, events: own }) => ({
    contactId,
    at: initiated.at,
    from: initiated.from,
    to: initiated.to,
    flow: all(own, "flow.started")[0]?.flow ?? null,
    endedBy: all(own, "contact.disconnected")[0]?.by ?? null,
    isLive: false, // No file can tell.
    findings: found.filter((finding) => finding.contactId === contactId).length,
  }));
}
