import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pick, seededChance, systemChance } from "../../src/clock/chance.ts";
import { SystemClock } from "../../src/clock/system.ts";
import { Bench } from "../../src/connect/bench.ts";
import { readInstance } from "../../src/connect/read-instance.ts";
import { all, contacts } from "../../src/journal/contacts.ts";
import { findings } from "../../src/journal/findings/index.ts";
import { Journal } from "../../src/journal/journal.ts";
import { ScriptedCaller } from "../../src/simulate/scripted-caller.ts";

const callers = 200;

test(`${callers} calls at once: every call ends, no reservation is lost or doubled, no process is left`, async () => {
  const { instance, problems } = readInstance(join(import.meta.dirname, "..", "..", "sample", "instance.json"));
  if (instance === undefined) throw new Error(JSON.stringify(problems));
  const clock = new SystemClock();
  const chance = seededChance(1);
  const journal = new Journal();
  const bench = await Bench.open({ instance, clock, chance: systemChance, journal });
  try {
    const ended = await Promise.all(
      Array.from(
        { length: callers },
        (_, index) =>
          new Promise<string>((resolve) => {
            const wish = ["1", `${date(index)}#`, `${times[index % times.length]}#`, "2", "1"];
            // People think: they do not all press the last key in the same millisecond.
            const participant = new ScriptedCaller(clock, wish, resolve, () => pick(chance, 200, 3_000));
            bench.dial({ to: "+81312341001", from: `+8190${String(index).padStart(8, "0")}`, participant });
          }),
      ),
    );
    await bench.settled();
    expect(ended).toEqual(Array(callers).fill("flow"));
  } finally {
    await bench.close();
  }

  expect(findings(journal.events)).toEqual([]);
  // Every wish is another caller's, for another table or time: each is asked for once and accepted once.
  const accepted = contacts(journal.events).map(
    ({ externals }) => externals.filter(({ answered }) => answered?.status === 201).length,
  );
  expect(accepted).toEqual(Array(callers).fill(1));
  expect(all(journal.events, "external.started")).toHaveLength(callers);
  expect(children()).toEqual([]);
}, 120_000);

const times = ["1100", "1300", "1500", "1700", "1900"];

/** Five callers a day, from 1 December on. */
function date(index: number): string {
  const day = new Date(Date.UTC(2026, 11, 1 + Math.floor(index / times.length)));
  return `${String(day.getUTCMonth() + 1).padStart(2, "0")}${String(day.getUTCDate()).padStart(2, "0")}`;
}

/** What runs under this process, but for the ps that looks. */
function children(): readonly string[] {
  const list = execFileSync("ps", ["-o", "ppid=,comm=", "-A"], { encoding: "utf8" }).split("\n");
  return list.filter((line) => line.trim().startsWith(`${process.pid} `) && !/ ps$| esbuild$/.test(line.trim()));
}
