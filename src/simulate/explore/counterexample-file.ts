import { z } from "zod";
import { BenchError } from "../../bench-error.ts";
import type { Finding } from "../../journal/findings/finding.ts";
import { type Counterexample, counterexampleVersion } from "./counterexample.ts";

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
  const written = json(text);
  const read = counterexampleSchema.safeParse(written);
  if (read.success) return read.data;
  const version = z.object({ version: z.number() }).safeParse(written).data?.version;
  const why =
    version !== undefined && version > counterexampleVersion
      ? `it has version ${version}, and this ringonce reads version ${counterexampleVersion}. Use the ringonce that wrote it, or a later one.`
      : `it is not a counterexample: ${z.prettifyError(read.error).replaceAll("\n", " ")}. Give a file that ringonce explore wrote.`;
  throw new BenchError("ERR_COUNTEREXAMPLE_UNREADABLE", `${file} cannot be replayed, because ${why}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
