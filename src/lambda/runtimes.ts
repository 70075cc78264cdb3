import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { assert } from "../assert.ts";
import type { FunctionConfiguration } from "./function.ts";

/** Ours, for Node.js and Python: what AWS keeps in /var/runtime. They lie beside this file in src/ and in dist/. */
export const runtimeFolder = join(import.meta.dirname, "runtime");

const families = ["nodejs", "python", "provided"] as const;
export type RuntimeFamily = (typeof families)[number];

/**
 * The identifiers of https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html that run here, the newest first.
 * Deprecated ones are among them: what was deployed with one is still invoked. AWS's Node.js 8 and older, Python 2.7 and
 * other languages do not run here. A version that is not on the list yet is refused, as a slip of the pen would be.
 */
const identifiers: Readonly<Record<RuntimeFamily, readonly string[]>> = {
  nodejs: [24, 22, 20, 18, 16, 14, 12, 10].map((version) => `nodejs${version}.x`),
  python: [14, 13, 12, 11, 10, 9, 8, 7, 6].map((version) => `python3.${version}`),
  provided: ["provided.al2023", "provided.al2", "provided"],
};

export const knownRuntimes: readonly string[] = families.flatMap((family) => identifiers[family]);

/** Undefined: not a runtime that the bench can run. */
export function runtimeFamily(runtime: string): RuntimeFamily | undefined {
  return families.find((family) => identifiers[family].includes(runtime));
}

export interface Command {
  readonly path: string;
  readonly arguments: readonly string[];
}

/**
 * What to start for a function, whose code is in `bundlePath` if it had to be bundled. Whatever the version in the
 * runtime's name, it is the machine's own Node.js (the one that runs the bench) and the machine's own Python.
 */
export function runtimeCommand(
  { runtime, codePath, memoryMb, environment }: FunctionConfiguration,
  bundlePath: string | undefined,
): Command {
  switch (runtimeFamily(runtime)) {
    case "nodejs":
      return {
        path: process.execPath,
        arguments: [
          // AWS's bootstrap gives V8 nine tenths of the memory, unless the function says otherwise. (Read in a published
          // copy of the nodejs24.x runtime; not documented.)
          ...(/max.old.space.size/.test(environment.NODE_OPTIONS ?? "")
            ? []
            : [`--max-old-space-size=${Math.floor(memoryMb * 0.9)}`]),
          ...(bundlePath !== undefined ? ["--enable-source-maps"] : []),
          join(runtimeFolder, "nodejs.cjs"),
          bundlePath ?? codePath,
        ],
      };
    case "python": {
      const path = pythonPath();
      assert(path !== undefined, "a Python function was opened without Python");
      // -u: print() arrives at once. -B: nothing is written beside the user's code, as nothing can be on AWS. utf8: as
      // under AWS's locale.
      return { path, arguments: ["-u", "-B", "-X", "utf8", join(runtimeFolder, "python.py"), codePath] };
    }
    case "provided":
      return { path: join(codePath, "bootstrap"), arguments: [] };
    case undefined:
      assert(false, `an unknown runtime was opened: ${runtime}`);
  }
}

/** What is different for a runtime whose handler lives in simulated time. */
export interface SimulatedCommand {
  readonly command: Command;
  readonly variables: Readonly<Record<string, string>>;
}

/** Undefined: a runtime of the user's own, which has nothing that could read another clock. */
export function inSimulatedTime(family: RuntimeFamily | undefined, command: Command): SimulatedCommand | undefined {
  // Taken out of the environment before the handler is loaded.
  const variables = { RINGONCE_TIME: "simulated" };
  switch (family) {
    case "nodejs": {
      const preload = pathToFileURL(join(runtimeFolder, "simulated-time.mjs")).href;
      return { command: { ...command, arguments: ["--import", preload, ...command.arguments] }, variables };
    }
    case "python":
      return { command, variables }; // python.py looks for the variable itself.
    case "provided":
    case undefined:
      return undefined;
  }
}

let python: { readonly path: string | undefined } | undefined;
const whichPython = ["-c", "import sys; print(sys.executable)"];

/**
 * The interpreter behind `python3`, asked for once: a version manager's `python3` is often a script that takes
 * 100 ms to find it. Undefined: there is none.
 */
export function pythonPath(): string | undefined {
  if (python === undefined) {
    const { status, stdout } = spawnSync("python3", whichPython, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    python = { path: (status === 0 && stdout.trim()) || undefined };
  }
  return python.path;
}

/** Asks for it ahead, while something else is done: who then needs it need not wait. */
export function lookForPython(): Promise<void> {
  return new Promise((resolve) =>
    execFile("python3", whichPython, (error, stdout) => {
      python ??= { path: (error === null && stdout.trim()) || undefined };
      resolve();
    }),
  );
}
