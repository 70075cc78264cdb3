import { readFileSync } from "node:fs";
import { BenchError } from "../bench-error.ts";

/** @throws BenchError ERR_FILE_READ */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BenchError("ERR_FILE_READ", `${path} cannot be read: ${why}. Name a file that is there.`);
  }
}
