import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { SystemClock } from "../clock/system.ts";
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
  const notes: string[] = [];
  expect(readJournal(path, (note) => notes.push(note))).toEqual([opened]);
  expect(notes).toEqual([`The last line of ${path} is not whole, and was left out: the record broke off there.`]);
});

const [first, second] = [JSON.stringify(opened), JSON.stringify(dialled)];

test.each([
  ["empty lines", `\n${first}\n\n${second}\n  \n\n`],
  ["lines as Windows ends them, behind a byte-order mark", `\uFEFF${first}\r\n${second}\r\n`],
  ["a last line that is whole, but for its end", `${first}\n${second}`],
])("%s keep nobody from reading it", (_name, text) => {
  const path = written(text);
  const notes: string[] = [];
  expect(readJournal(path, (note) => notes.push(note))).toEqual([opened, dialled]);
  expect(notes).toEqual([]);
});

test("an event of a type that this ringonce does not know is read over", () => {
  const unknown = { at: 2, type: "contact.hummed", tune: "a" };
  expect(readJournal(written(`${first}\n${second}\n${JSON.stringify(unknown)}\n`))).toHaveLength(3);
});

const half = JSON.stringify({ type: "contact.initiated", at: 1, contactId: "c", from: "+81" });

test.each([
  ["an empty file", "", "is not a ringonce journal: it is empty. Choose a .jsonl file"],
  [
    "another file",
    '{"Version":"2019-10-30"}\n',
    "not a ringonce journal: line 1 is JSON, but no event of a call. Choose",
  ],
  ["a line that says nothing", "null\n", "line 1 is JSON, but no event of a call"],
  ["a file that is not JSON", "hello\n", "line 1 is not JSON"],
  ["one that does not begin", `${second}\n`, "line 1 is not the event that every journal begins with"],
  ["a broken line", `${first}\n\nhel\n${second}\n`, "line 3 is not JSON"],
  ["half an event", `${first}\n${half}\n`, 'in line 2 the field "to" of contact.initiated is missing or wrong'],
  ["no moment", `${first}\n{"type":"input.key"}\n`, 'the field "at" of input.key'],
  ["a later version", `${JSON.stringify({ ...opened, version: journalVersion + 1 })}\n`, "Update ringonce"],
])("%s is refused with a reason", (_name, text, reason) => {
  const path = join(folder, "other.jsonl");
  new JournalFile(path, new Journal()).close();
  writeFileSync(path, text);
  expect(() => readJournal(path)).toThrow(reason);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test.each([
  ["a file that is not there", "nowhere.jsonl", "cannot be read: there is no such file. Name a journal"],
  ["a folder", ".", "cannot be read: it is a folder. Name a journal"],
])("%s is said in words", (_name, path, reason) => {
  expect(() => readJournal(path)).toThrow(`${path} ${reason}`);
});

test("10,000 events are read in less than a second", () => {
  const text = `${first}\n${`${JSON.stringify(dialled)}\n`.repeat(10_000)}`;
  const path = written(text);
  const clock = new SystemClock();
  const began = clock.now();
  readJournal(path);
  expect(clock.now() - began).toBeLessThan(1_000);
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

function written(text: string): string {
  const path = join(folder, "written.jsonl");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  return path;
}
