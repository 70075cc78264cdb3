import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { JournalShelf } from "./journal-shelf.ts";

/** A folder with journals of those names, of which each was written a second after the one before. */
function folderWith(names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "ringonce-shelf-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [second, name] of names.entries()) {
    writeFileSync(join(folder, name), "");
    utimesSync(join(folder, name), second + 1, second + 1);
  }
  return folder;
}

test("a journal that is still written comes first, however long ago it was begun", async () => {
  const { journals } = await JournalShelf.ofFolder(folderWith(["b.jsonl", "c.jsonl", "a.jsonl"])).list();
  expect(journals.map(({ name }) => name)).toEqual(["a.jsonl", "c.jsonl", "b.jsonl"]);
});

test("of a folder that has grown the last hundred are listed, and it is said how many are not", async () => {
  const names = Array.from({ length: 103 }, (_, index) => `${index + 1_000}.jsonl`);
  const { journals, notListed } = await JournalShelf.ofFolder(folderWith(names)).list();
  expect(journals).toHaveLength(100);
  expect(journals[0]?.name).toBe("1102.jsonl");
  expect(notListed).toBe(3);
});
