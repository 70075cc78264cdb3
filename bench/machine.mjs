import { spawnSync } from "node:child_process";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** What the figures were measured on. */
export function describeMachine() {
  const [cpu] = cpus();
  return {
    cpu: `${cpu?.model.trim()} (${cpu?.speed} MHz)`,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
  };
}

/** At most this share of all cores may be busy with something else when a measurement begins. */
const busyMax = 0.15;

/**
 * Waits until the rest of the machine has little to do, at most so long. Asks the cores themselves, because the load
 * average would count our own last measurement.
 * @param {number} waitMsMax @returns {Promise<boolean>} whether it became quiet
 */
export async function quiet(waitMsMax) {
  const deadline = Date.now() + waitMsMax;
  for (;;) {
    if ((await busyShare(500)) <= busyMax) return true;
    if (Date.now() > deadline) return false;
    await sleep(2_000);
  }
}

/** @param {number} ms @returns {Promise<number>} 0 to 1 */
async function busyShare(ms) {
  const before = ticks();
  await sleep(ms);
  const after = ticks();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

function ticks() {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { idle, all };
}

/** Of the last minute. */
export const loadAverage = () => loadavg()[0] ?? 0;

/** What this process and all below it have in RAM, after a second of rest. */
export async function residentMb() {
  await sleep(1_000);
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" });
  const rows = stdout.split("\n").map((row) => row.trim().split(/\s+/).map(Number));
  /** @param {number} root @returns {number} */
  const kilobytesBelow = (root) =>
    rows.reduce((sum, [pid = 0, parent, rss = 0]) => sum + (parent === root ? rss + kilobytesBelow(pid) : 0), 0);
  return (process.memoryUsage.rss() / 1_024 + kilobytesBelow(process.pid)) / 1_024;
}
