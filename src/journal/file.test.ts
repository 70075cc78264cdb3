import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type JournalEvent, journalVersion } from "./event.ts";
import { JournalFile, readJournal } from "./file.ts";
import { Journal } from "./journal.ts";

const folder = mkdtempSync(join(tmpdir(), "ringonce-journal-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const opened: JournalEvent = {
  type: "journal.opened",
  at: 0,
  version: journalVersion,
  region: "r",
  accountId: "a",
  alias: "line",
  instanceArn: "arn",
};
const dialled: JournalEvent = { type: "contact.initiated", at: 1, contactId: "c", from: "+81", to: "+82" };

test("every event is on disk as soon as it has happened", () => {
  const journal = new Journal();
  const path = join(folder, "deep", "call.jsonl");
  journal.append(opened);
  const file = new JournalFile(path, journal);
  expect(readJournal(path)).toEqual([opened]);
  journal.append(dialled);
  expect(readJournal(path)).toEqual([opened, dialled]);
  file.close();
});

test("a line that a crash cut off is left out", () => {
  const journal = new Journal();
  const path = join(folder, "cut.jsonl");
  journal.append(opened);
  new JournalFile(path, journal).close();
  appendFileSync(path, '{"type":"contact.ini');
  expect(readJournal(path)).toEqual([opened]);
});

test.each([
  ["an empty file", "", "does not start with journal.opened"],
  ["another file", '{"Version":"2019-10-30"}\n', "line 1 is no event"],
  ["a line that says nothing", "null\n", "line 1 is no event"],
  ["a file that is not JSON", "hello\n", "line 1 is not JSON"],
  ["a later version", `${JSON.stringify({ ...opened, version: journalVersion + 1 })}\n`, "Update ringonce"],
])("%s is refused with a reason", (_name, text, reason) => {
  const path = join(folder, "other.jsonl");
  new JournalFile(path, new Journal()).close();
  writeFileSync(path, text);
  expect(() => readJournal(path)).toThrow(reason);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("a file that is no journal is not overwritten", () => {
  const path = join(folder, "instance.json");
  new JournalFile(join(folder, "make-the-folder.jsonl"), new Journal()).close();
  writeFileSync(path, '{ "phoneNumbers": {} }');
  expect(() => new JournalFile(path, new Journal())).toThrow(/is no journal/);
  expect(readFileSync(path, "utf8")).toBe('{ "phoneNumbers": {} }');
});

test("a place that cannot be written is said before the call", () => {
  expect(() => new JournalFile("/dev/null/call.jsonl", new Journal())).toThrow(/ERR_JOURNAL_WRITE.*--journal/);
});
