/*
 * How much faster than real time simulated calls are, and how many there are in a second. bench/README.md says how to
 * read it.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure } from "../explore/main.mjs";
import { describeMachine, loadAverage, quiet } from "../machine.mjs";
import { median, spread } from "../statistics.mjs";
import { sleepSeven } from "./lines.mjs";

/** @typedef {import("../statistics.mjs").Spread} Spread */
/** @typedef {{ title: string, unit: string, figure: Spread, bar?: number, isAtMost?: true }} Row */

const rounds = 3;
const waitMsMax = 10_000;
const memoryCalls = 1_000;

export async function run() {
  /** @type {Record<string, number[]>} */
  const figures = {};
  /** @param {string} name @param {number} figure */
  const note = (name, figure) => {
    figures[name] ??= [];
    figures[name].push(figure);
  };
  const loadBefore = loadAverage();
  let disturbed = 0;
  for (let round = 1; round <= rounds; round++) {
    if (!(await quiet(waitMsMax))) disturbed++;
    console.log(`Round ${round} of ${rounds}`);
    for (const [title, ...handler] of [["Python"], ["Node.js", "sleep-seven"]]) {
      const { simulatedMs, realMs } = child("one-call.mjs", handler);
      note(`call ${title} simulated`, median(simulatedMs));
      note(`call ${title} ratio`, realMs / median(simulatedMs));
    }
    note(
      "bare",
      timed(() => execFileSync(process.execPath, ["-e", "0"])),
    );
    const simulated = command("--clock", "simulated");
    note("command simulated", simulated);
    note("command ratio", command() / simulated);
    for (const handler of ["ask", "answer"])
      note(handler, child("whole-calls.mjs", [handler, "300"], { oneCore: true }).perSecond);
    note("scripted", child("scripted-calls.mjs", [], { oneCore: true }).perSecond);
    const { foundMs, openedMs } = child("first-finding.mjs", []);
    note("first finding", foundMs);
    note("first finding, opened", openedMs);
  }
  const { memoryMb } = child("whole-calls.mjs", ["ask", String(memoryCalls)], { flags: ["--expose-gc"] });
  const [before, after] = memoryMb;
  const model = await measure(rounds, waitMsMax);
  const report = {
    date: new Date().toISOString(),
    command: "npm run bench -- simulate",
    machine: describeMachine(),
    versions: { node: process.version },
    ...{ loadAverage: loadBefore, rounds, disturbed: disturbed + model.disturbed },
    rows: rowsOf(figures, model),
    memory: {
      calls: memoryCalls,
      heapKbACall: ((after.heap - before.heap) * 1_024) / memoryCalls,
      residentMb: [before.resident, after.resident],
    },
  };
  const text = markdown(report);
  console.log(text);
  const folder = join(import.meta.dirname, "../results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "simulate.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(folder, "simulate.md"), text);
  console.log("Written to bench/results/simulate.md and simulate.json.");
}

/** @param {Record<string, number[]>} figures @param {Awaited<ReturnType<typeof measure>>} model @returns {Row[]} */
function rowsOf(figures, { results, firstDoubleExecution }) {
  const of = (/** @type {string} */ name) => spread(figures[name] ?? []);
  const fastestPeer = results
    .filter(({ id }) => id !== "ours")
    .map(({ oursDividedByIt }) => oursDividedByIt)
    .reduce((one, other) => (one.median < other.median ? one : other));
  return [
    { title: "for comparison: a start of Node.js, `node -e 0`", unit: "ms", figure: of("bare") },
    { title: "8/7 call, Python: real time / simulated", unit: "×", figure: of("call Python ratio"), bar: 100 },
    { title: "8/7 call, Python, simulated", unit: "ms", figure: of("call Python simulated") },
    { title: "8/7 call, Node.js: real time / simulated", unit: "×", figure: of("call Node.js ratio"), bar: 100 },
    { title: "8/7 call, Node.js, simulated", unit: "ms", figure: of("call Node.js simulated") },
    { title: "`ringonce call`, 8/7, Python: real time / simulated", unit: "×", figure: of("command ratio") },
    { title: "`ringonce call`, 8/7, Python, simulated", unit: "ms", figure: of("command simulated") },
    { title: "calls with a handler that asks an API, one core", unit: "/s", figure: of("ask"), bar: 100 },
    { title: "calls with a handler that only answers, one core", unit: "/s", figure: of("answer"), bar: 100 },
    { title: "calls with scripted functions, one core", unit: "/s", figure: of("scripted"), bar: 10_000 },
    {
      ...{ title: "naive line, new process to first double execution", unit: "ms", figure: of("first finding") },
      ...{ bar: 2_000, isAtMost: true },
    },
    { title: "of which until the line is open", unit: "ms", figure: of("first finding, opened") },
    {
      ...{ title: "abstract model to first double execution", unit: "ms", figure: firstDoubleExecution.searchMs },
      ...{ bar: 50, isAtMost: true },
    },
    { title: "runs of the abstract model / fast-check's", unit: "×", figure: fastestPeer, bar: 1 },
  ];
}

/** In ms. @param {() => void} run */
function timed(run) {
  const startedAt = performance.now();
  run();
  return performance.now() - startedAt;
}

/** One command, from its start to its end, in ms. @param {string[]} options */
function command(...options) {
  const scratch = mkdtempSync(join(tmpdir(), "ringonce-bench-"));
  const startedAt = performance.now();
  const main = join(import.meta.dirname, "../../dist/cli/main.js");
  try {
    execFileSync(process.execPath, [main, "call", sleepSeven, "--press", "", ...options], { cwd: scratch });
    throw new Error("the 8/7 call has no findings");
  } catch (error) {
    if (/** @type {{ status?: number }} */ (error).status !== 1) throw error;
    return performance.now() - startedAt; // 1: there are findings, as there should be.
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Where there is no taskset (macOS) the whole machine is used. */
const onOneCore = existsSync("/usr/bin/taskset") ? ["/usr/bin/taskset", "-c", "0"] : [];

/**
 * What a file of this folder prints in a process of its own. `oneCore`: that and all that it starts share one.
 * @param {string} file @param {string[]} args @param {{ oneCore?: true, flags?: string[] }} [options] @returns {any}
 */
function child(file, args, { oneCore, flags = [] } = {}) {
  const node = [process.execPath, ...flags, join(import.meta.dirname, file), ...args];
  const [program = "", ...rest] = oneCore ? [...onOneCore, ...node] : node;
  return JSON.parse(execFileSync(program, rest, { encoding: "utf8" }));
}

/** @param {any} report */
function markdown({ date, machine, versions, disturbed, rounds, rows, memory }) {
  const number = (/** @type {number} */ value) =>
    value.toLocaleString("en-US", { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
  const lines = rows.map(
    (/** @type {Row} */ { title, unit, figure: { median, min, max }, bar, isAtMost }) =>
      `| ${title} | ${number(median)} ${unit} (${number(min)}–${number(max)}) | ${
        bar === undefined
          ? "| "
          : `${isAtMost ? "<" : "≥"} ${number(bar)} ${unit} | ${number(isAtMost ? bar / median : median / bar)}`
      } |`,
  );
  const [before, after] = memory.residentMb;
  return `# simulate: how fast simulated time is

${date}, ${machine.cpu}, ${machine.cores} cores, Node.js ${versions.node};
${rounds} rounds, ${disturbed} measurements on a busy machine

| | median (min–max) | bar | times better than the bar |
| --- | --- | --- | --- |
${lines.join("\n")}

Memory over ${memory.calls.toLocaleString("en-US")} whole calls with a handler that asks an API: ${number(memory.heapKbACall)} KB of V8's heap more for each call after
garbage collection; all processes together ${number(before)} MB before and ${number(after)} MB after.
`;
}
