import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BenchError } from "../bench-error.ts";
import type { Millis } from "../clock/clock.ts";

/**
 * Where a journal goes when nobody says: .ringonce/journals/ in the current folder, which keeps itself out of git.
 * @throws BenchError ERR_JOURNAL_WRITE when the folder cannot be made.
 */
export function journalPath(now: Millis): string {
  const folder = ".ringonce";
  try {
    mkdirSync(join(folder, "journals"), { recursive: true });
    const ignore = join(folder, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  } catch (error) {
    throw new BenchError(
      "ERR_JOURNAL_WRITE",
      `journals go to ${folder}/journals, which cannot be made here (${String(error)}). Name another place with --journal.`,
    );
  }
  const stamp = new Date(now).toISOString().replaceAll(":", "-").replace("Z", "");
  return join(folder, "journals", `${stamp}-${process.pid}.jsonl`);
}
