import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { CallReport } from "../src/cli/call-report.ts";

/** The command line, built. */
export const main = join(import.meta.dirname, "..", "dist", "cli", "main.js");

/** A folder for the journals that commands leave behind. */
export const scratch = mkdtempSync(join(tmpdir(), "ringonce-test-"));

/** Starts the command line as a user would, built, in a folder of its own. */
export function start(...args: readonly string[]) {
  return spawn(process.execPath, [main, ...args], {
    cwd: scratch,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
}

/** Runs a command to its end. */
export async function ringonce(
  ...args: readonly string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(...args);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

/** The first address that a command prints. */
export async function printedUrl(stdout: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stdout) {
    text += String(chunk);
    const [found] = /http:\S+/.exec(text) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error(`no address was printed: ${text}`);
}

/** Dials with --json and reads the report. */
export async function dial(
  number: string,
  ...options: readonly string[]
): Promise<CallReport & { readonly exitCode: number | null }> {
  const { code, stdout, stderr } = await ringonce("call", number, "--json", ...options);
  if (stdout === "") throw new Error(stderr);
  return { ...JSON.parse(stdout), exitCode: code };
}
