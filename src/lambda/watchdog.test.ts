import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { SystemClock } from "../clock/system.ts";
import { functionOn, isAlive, temporaryFolder } from "./test/running-lambda.ts";

/**
 * A bench in a process of its own. One environment stands still, one is in an endless loop, and one has a child out of
 * its process group; all five processes are announced.
 */
const benchThatRuns = `
  invoke({ do: "announce" }, () => {
    invoke({ do: "announce", thenBusy: true });
    invoke({ do: "announce", child: true });
    invoke({ do: "announce" });
  });
`;
const benchThatCloses = 'invoke({ do: "announce" }, () => lambda.close());';

const beginning = `
  import { Lambda } from "${join(import.meta.dirname, "lambda.ts")}";
  import { SystemClock } from "${join(import.meta.dirname, "..", "clock", "system.ts")}";
  import { systemChance } from "${join(import.meta.dirname, "..", "clock", "chance.ts")}";

  const ignore = () => {};
  const observer = {
    environmentStarted: ignore, environmentAssigned: ignore, environmentInitialized: ignore,
    handlerStarted: ignore, environmentStopped: ignore,
    log: ({ message }) => console.log(message),
  };
  const lambda = await Lambda.open({
    functions: JSON.parse(process.argv[2]),
    clock: new SystemClock(),
    chance: systemChance,
    observer,
    accountConcurrency: 10,
    prepareEnvironment: async () => ({ variables: {}, release: ignore }),
  });
  const invoke = (event, settled = ignore) =>
    lambda.invoke({ functionName: "esm", requestId: systemChance.uuid(), payload: JSON.stringify(event), settled });
`;

test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
  "a bench that dies of %s leaves no process and no folder behind",
  async (signal) => {
    const folder = temporaryFolder();
    const bench = start(folder, benchThatRuns);
    const pids = await announced(bench, 5);
    expect(pids.map(isAlive)).toEqual([true, true, true, true, true]);
    expect(scratchFolders(folder)).toHaveLength(1);

    bench.kill(signal);
    const clock = new SystemClock();
    const deadline = clock.now() + 20_000;
    while ((pids.some(isAlive) || scratchFolders(folder).length > 0) && clock.now() < deadline) {
      await new Promise<void>((resolve) => clock.after(10, resolve));
    }
    expect(pids.filter(isAlive)).toEqual([]);
    expect(scratchFolders(folder)).toEqual([]);
  },
);

test("a bench that has been closed ends by itself, and leaves nothing behind either", async () => {
  const folder = temporaryFolder();
  const bench = start(folder, benchThatCloses);
  const ended = once(bench, "exit");
  const pids = await announced(bench, 1);
  expect(await ended).toEqual([0, null]);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(scratchFolders(folder)).toEqual([]);
});

type Bench = ChildProcessByStdio<null, Readable, null>;

function start(folder: string, deeds: string): Bench {
  const [source, outfile] = [join(folder, "bench.ts"), join(folder, "bench.mjs")];
  writeFileSync(source, beginning + deeds);
  const external = ["esbuild"];
  buildSync({ entryPoints: [source], outfile, bundle: true, platform: "node", format: "esm", external });
  cpSync(join(import.meta.dirname, "runtime"), join(folder, "runtime"), { recursive: true });
  return spawn(process.execPath, [outfile, JSON.stringify([functionOn("esm")])], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH, TMPDIR: folder },
  });
}

/** The processes that the functions have told of, as soon as there are so many. */
async function announced(bench: Bench, count: number): Promise<number[]> {
  const pids: number[] = [];
  for await (const line of createInterface({ input: bench.stdout })) {
    const pid = /pid (\d+) in /.exec(line)?.[1];
    if (pid !== undefined) pids.push(Number(pid));
    if (pids.length === count) break;
  }
  return pids;
}

function scratchFolders(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("ringonce-")) : [];
}
