import { existsSync } from "node:fs";
import { join } from "node:path";
import { BenchError } from "../bench-error.ts";
import type { Millis } from "../clock/clock.ts";
import { makeRingonceFolder, ringonceFolder } from "./ringonce-folder.ts";

/**
 * Where a journal goes when nobody says: .ringonce/journals/ in the current folder, under a name that no other one has.
 * @throws BenchError ERR_JOURNAL_WRITE when the folder cannot be made.
 */
export function journalPath(now: Millis): string {
  const stamp = new Date(now).toISOString().replaceAll(":", "-").replace("Z", "");
  try {
    const path = join(makeRingonceFolder("journals"), `${stamp}-${process.pid}`);
    for (let count = 1; ; count++) {
      const free = count === 1 ? `${path}.jsonl` : `${path}-${count}.jsonl`;
      if (!existsSync(free)) return free;
    }
  } catch (error) {
    throw new BenchError(
      "ERR_JOURNAL_WRITE",
      `journals go to ${ringonceFolder}/journals, which cannot be made here (${String(error)}). Name another place with --journal.`,
    );
  }
}
