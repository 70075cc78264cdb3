import { BenchError } from "../bench-error.ts";
import type { Instance } from "../connect/instance.ts";
import { readInstance } from "../connect/read-instance.ts";
import type { Problem } from "../flow/problem.ts";
import { checkThere } from "./default-instance.ts";

/**
 * Reads an instance for a command.
 * @throws BenchError ERR_INSTANCE with everything that is wrong, a line or two for each; ERR_NO_INSTANCE.
 */
export function openInstance(path: string): Instance {
  checkThere(path);
  const { instance, problems } = readInstance(path);
  if (instance !== undefined) return instance;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new BenchError("ERR_INSTANCE", `${path} cannot be used: ${count}.\n${problems.map(describe).join("\n")}`);
}

/** "flows/line.json:12:5  unknown-action-type  Actions[3].Type: …" */
function describe({ rule, message, place: { file, line, column, path } }: Problem): string {
  const where = [file, line, column].filter((part) => part !== undefined).join(":");
  return `\n  ${where}  ${rule}\n    ${path === undefined || path === "" ? "" : `${path}: `}${message}`;
}
