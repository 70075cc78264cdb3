import { z } from "zod";
import { BenchError } from "../../bench-error.ts";
import type { Finding } from "../../journal/findings/finding.ts";
import { type Counterexample, counterexampleVersion } from "./counterexample.ts";
import { readVersioned } from "./versioned-file.ts";

export function counterexampleText(counterexample: Counterexample): string {
  return `${JSON.stringify(counterexample, null, 2)}\n`;
}

/** Every kind of finding. */
export const findingTypes = [
  "duplicate-execution",
  "orphaned-execution",
  "false-failure",
  "false-success",
] as const satisfies readonly Finding["type"][];

export const counterexampleSchema = z.object({
  version: z.literal(counterexampleVersion),
  instance: z.string(),
  number: z.string(),
  from: z.string(),
  presses: z.array(z.string()),
  seed: z.number(),
  deviations: z.array(z.object({ point: z.string(), option: z.string(), subject: z.string(), name: z.string() })),
  findings: z.array(z.object({ type: z.enum(findingTypes), place: z.string(), message: z.string() })),
});

/** @throws BenchError ERR_COUNTEREXAMPLE_UNREADABLE when it is none, or one of a later version. */
export function readCounterexample(text: string, file: string): Counterexample {
  const read = readVersioned(text, counterexampleSchema, { version: counterexampleVersion, what: "counterexample" });
  if ("value" in read) return read.value;
  throw new BenchError(
    "ERR_COUNTEREXAMPLE_UNREADABLE",
    `${file} cannot be replayed, because ${read.why}. Give a file that ringonce explore wrote.`,
  );
}
