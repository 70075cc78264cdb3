#!/usr/bin/env node
import { BenchError } from "../bench-error.ts";
import { program } from "./program.ts";

/**
 * Exit codes: 0 all is well, 1 there are findings, 2 the command line, the instance or a flow is wrong, 70 the bench
 * itself is. A user's mistake gets a sentence; only a fault of the bench gets a stack trace.
 */
function broken(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(70);
}
process.on("uncaughtException", broken);

// A reader that has seen enough, such as `head`, closes the pipe: nothing is wrong, and the call goes on to its end.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  process.exitCode = await program(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof BenchError)) broken(error);
  else process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
