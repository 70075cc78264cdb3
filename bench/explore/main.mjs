/*
 * How fast the search is on the abstract model, beside fast-check on the same model in the same run. bench/README.md
 * says how to read it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compiled } from "../compiled.mjs";
import { describeMachine, loadAverage, quiet } from "../machine.mjs";
import { spread } from "../statistics.mjs";
import { check, fromAnArray, onDemand } from "./fast-check.mjs";

const roundsMax = 12;
const runsARound = 4_000;
const standingStarts = 10;
const waitMsMax = 60_000;

export async function run() {
  const figures = await measure(roundsMax, waitMsMax);
  const report = {
    date: new Date().toISOString(),
    command: "npm run bench -- explore",
    machine: describeMachine(),
    versions: { node: process.version, "fast-check": versionOf("fast-check") },
    ...{ loadAverage: loadAverage(), rounds: roundsMax, runsARound },
    ...figures,
  };
  const text = markdown(report);
  console.log(text);
  const folder = join(import.meta.dirname, "../results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "explore.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(folder, "explore.md"), text);
  console.log("Written to bench/results/explore.md and explore.json.");
}

/** @param {number} rounds @param {number} waitMsMax how long each may wait for a quiet machine */
export async function measure(rounds, waitMsMax) {
  const model = await openModel();
  const candidates = [
    { id: "ours", play: ours(model) },
    { id: "fast-check, draws in an array", play: theirs(model, fromAnArray) },
    { id: "fast-check, draws on demand", play: theirs(model, onDemand) },
  ].map((candidate) => ({
    ...candidate,
    runsASecond: /** @type {number[]} */ ([]),
    eventsARun: /** @type {number[]} */ ([]),
  }));
  for (const { play } of candidates) await play(0); // Warms up; not counted.
  let disturbed = 0;
  for (let round = 1; round <= rounds; round++) {
    if (!(await quiet(waitMsMax))) disturbed++;
    for (const { play, runsASecond, eventsARun } of candidates) {
      const { ms, events } = await play(round);
      runsASecond.push((runsARound / ms) * 1_000);
      eventsARun.push(events / runsARound);
    }
    candidates.reverse(); // There and back again, so that none is always measured right after the same other.
  }
  candidates.sort((one, other) => (one.id === "ours" ? -1 : other.id === "ours" ? 1 : one.id < other.id ? -1 : 1));
  const [first] = candidates;
  const results = candidates.map(({ id, runsASecond, eventsARun }) => ({
    id,
    runsASecond: spread(runsASecond),
    eventsARun: spread(eventsARun).median,
    oursDividedByIt: spread(runsASecond.map((theirs, round) => (first?.runsASecond[round] ?? Number.NaN) / theirs)),
  }));
  const starts = Array.from({ length: standingStarts }, standingStart);
  const firstDoubleExecution = {
    searchMs: spread(starts.map(({ searchMs }) => searchMs)),
    withLoadingMs: spread(starts.map(({ withLoadingMs }) => withLoadingMs)),
    processMs: spread(starts.map(({ processMs }) => processMs)),
    runs: starts[0]?.runs,
  };
  return { disturbed, results, firstDoubleExecution };
}

async function openModel() {
  const [{ explore }, { SystemClock }, { naiveLine, playModel }, { Choices }, { judge }] = await Promise.all(
    [
      "simulate/explore/exploration",
      "clock/system",
      "simulate/model/line",
      "simulate/choices",
      "simulate/explore/judged-run",
    ].map(compiled),
  );
  return { explore, SystemClock, naiveLine, playModel, Choices, judge };
}

/** @typedef {Awaited<ReturnType<typeof openModel>>} Model */
/** @typedef {(round: number) => Promise<{ ms: number, events: number }>} Play */

/** The search as a user has it, report and all, from the first drawn run on. @param {Model} model @returns {Play} */
function ours({ explore, SystemClock, naiveLine, playModel }) {
  return async (seed) => {
    const { number, from, presses, instance } = naiveLine;
    let events = 0;
    const startedAt = performance.now();
    await explore({
      subject: { instance: "model", number, from, presses, seed },
      ringonce: "bench",
      run: (/** @type {any} */ choices) => {
        const record = playModel(naiveLine, choices);
        events += record.events.length;
        return record;
      },
      flows: instance.flows,
      clock: new SystemClock(),
      deviationsMax: 0,
      runsMax: runsARound,
    });
    return { ms: performance.now() - startedAt, events };
  };
}

/**
 * Findings do not fail the property: fast-check would stop at the first.
 * @param {Model} model @param {typeof fromAnArray | typeof onDemand} propertyOf @returns {Play}
 */
function theirs({ naiveLine, playModel, Choices, judge }, propertyOf) {
  return async (seed) => {
    let events = 0;
    const property = propertyOf((take) => {
      const record = playModel(naiveLine, new Choices(take));
      judge(record);
      events += record.events.length;
    });
    const startedAt = performance.now();
    check(property, runsARound, seed);
    return { ms: performance.now() - startedAt, events };
  };
}

/** @returns {{ searchMs: number, withLoadingMs: number, processMs: number, runs: number }} */
function standingStart() {
  return JSON.parse(
    execFileSync(process.execPath, [join(import.meta.dirname, "standing-start.mjs")], { encoding: "utf8" }),
  );
}

/** @param {any} report */
function markdown({ date, machine, versions, disturbed, rounds, results, firstDoubleExecution: first }) {
  /** @param {number} value */
  const whole = (value) => Math.round(value).toLocaleString("en-US");
  const rows = results.map(
    (/** @type {any} */ { id, runsASecond, eventsARun, oursDividedByIt: { median, min, max } }) =>
      `| ${id} | ${whole(runsASecond.median)} | ${eventsARun.toFixed(1)} | ${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)}) |`,
  );
  return `# explore: how fast the search is on the abstract model

${date}, ${machine.cpu}, ${machine.cores} cores, Node.js ${versions.node}, fast-check ${versions["fast-check"]};
${rounds} rounds of ${whole(runsARound)} runs, ${disturbed} of them on a busy machine

| | runs a second | events a run | ours divided by it |
| --- | --- | --- | --- |
${rows.join("\n")}

First double execution of the naive line in a new process: ${first.searchMs.median.toFixed(1)} ms
(${first.searchMs.min.toFixed(1)}–${first.searchMs.max.toFixed(1)}), ${first.withLoadingMs.median.toFixed(1)} ms with loading the modules,
${first.processMs.median.toFixed(1)} ms with the start of Node.js; in run ${first.runs}.
`;
}

/** @param {string} name */
const versionOf = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;
