import { BenchError } from "../bench-error.ts";

/**
 * Writes what a user asked for with an option.
 * @throws BenchError ERR_FILE_WRITE when it cannot be written there.
 */
export function writing(option: string, path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BenchError("ERR_FILE_WRITE", `${path} cannot be written: ${why}. Name another place with --${option}.`);
  }
}
