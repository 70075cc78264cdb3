/*
 * One candidate, in a process of its own: node host.mjs <candidate>. The parent says by IPC what to do next, and gets
 * what came of it. It kills this process with all that it started, however it ends.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { residentMb } from "../machine.mjs";
import { percentile } from "../statistics.mjs";
import { candidates } from "./candidates.mjs";
import { answer, concurrency } from "./task.mjs";

/**
 * @typedef {object} Load
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} perSecond
 *
 * @typedef {object} Round
 * @property {Load} one One caller.
 * @property {Load} many 16 callers.
 * @property {number} restedMs The median of one caller who lets the environment rest before each call.
 * @property {number | null} coldMs From the call to the first result of an environment that was not there.
 *
 * @typedef {{ open: { environmentMb: number | null }, measure: Round, close: object }} Answers
 * @typedef {keyof Answers} Command
 */

/**
 * Invocations before the first measurement. It takes this many until V8 has compiled what runs often: up to then p99 is
 * three times as high, also that of the bare server.
 */
const warmUp = { one: 2_500, many: 16_000 };
/** Invocations in one round. */
const measured = { one: 600, rested: 25, many: 2_400 };
/** Longer than any of the candidates takes to freeze an environment. */
const restMs = 20;

const candidate = candidateNamed(process.argv[2]);
let runner = await candidate.open();
let coldStartsLeft = candidate.coldStarts;

const commands = { open, measure, close };
process.on("message", async (/** @type {Command} */ command) => process.send?.(await commands[command]()));
// Nothing of this may outlive the parent.
process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));

/** Warms it up. @returns {Promise<{ environmentMb: number | null }>} what one more idle environment adds to the memory in use */
async function open() {
  await load(1, warmUp.one);
  const before = await residentMb();
  await load(concurrency, concurrency);
  const added = (await residentMb()) - before;
  await load(concurrency, warmUp.many);
  return { environmentMb: candidate.environments > 1 ? added / (candidate.environments - 1) : null };
}

/** @returns {Promise<Round>} */
async function measure() {
  if (candidate.hangsAfterRest) await openAgain();
  const coldMs = coldStartsLeft-- > 0 ? await timed(runner.invokeCold) : null;
  const one = await load(1, measured.one);
  const rested = [];
  for (let count = 0; count < measured.rested; count++) {
    await sleep(restMs);
    rested.push(await timed(() => runner.invoke(0)));
  }
  const many = await load(concurrency, measured.many);
  return { one, many, restedMs: percentile(rested, 0.5), coldMs };
}

async function openAgain() {
  await runner.close();
  runner = await candidate.open();
  coldStartsLeft = candidate.coldStarts;
  await load(concurrency, warmUp.many);
}

async function close() {
  await runner.close();
  return {};
}

/** Each caller calls again as soon as it has its answer. @param {number} callers @param {number} count @returns {Promise<Load>} */
async function load(callers, count) {
  /** @type {number[]} */
  const latencies = [];
  let left = count;
  const call = async (/** @type {number} */ caller) => {
    while (left-- > 0) latencies.push(await timed(() => runner.invoke(caller)));
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  const seconds = (performance.now() - start) / 1_000;
  return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), perSecond: count / seconds };
}

/** @param {() => Promise<string>} invoke */
async function timed(invoke) {
  const start = performance.now();
  const result = await invoke();
  const ms = performance.now() - start;
  if (JSON.stringify(JSON.parse(result)) !== answer) throw new Error(`expected ${answer}, got ${result}`);
  return ms;
}

/** @param {string | undefined} id @returns {import("./candidates.mjs").Candidate} */
function candidateNamed(id) {
  const candidate = candidates.find((each) => each.id === id);
  if (candidate === undefined) throw new Error(`there is no candidate ${id}`);
  return candidate;
}
