import { join } from "node:path";
import { BenchError } from "../bench-error.ts";
import type { Millis } from "../clock/clock.ts";
import { makeRingonceFolder, ringonceFolder } from "./ringonce-folder.ts";

/**
 * Where a journal goes when nobody says: .ringonce/journals/ in the current folder.
 * @throws BenchError ERR_JOURNAL_WRITE when the folder cannot be made.
 */
export function journalPath(now: Millis): string {
  const stamp = new Date(now).toISOString().replaceAll(":", "-").replace("Z", "");
  try {
    return join(makeRingonceFolder("journals"), `${stamp}-${process.pid}.jsonl`);
  } catch (error) {
    throw new BenchError(
      "ERR_JOURNAL_WRITE",
      `journals go to ${ringonceFolder}/journals, which cannot be made here (${String(error)}). Name another place with --journal.`,
    );
  }
}
