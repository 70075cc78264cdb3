/*
 * Puts a Node.js process into the bench's simulated time: loaded before the runtime, with `--import`.
 *
 * The handler's timers and clocks count that time. It moves only when the bench says so, and the bench says so only when
 * this process has nothing to do. They speak over file descriptor 3, JSON lines:
 *
 *     bench    { elapsed, date, served, variables }     begin: the moment, the ports on which the bench serves this process
 *     bench    { to, date, ask }                        it is that late; report when all that is now due is done
 *     process  { ask, next, unfinished, connections }  nothing to do before the moment `next`
 *     process  { waits }                               still busy after a second of real time: with what
 *
 * `elapsed`, `to` and `next` lie on a scale that never goes back; the date may be set back between two calls. The process
 * may be started long before it is to begin: up to then nothing of the handler's is loaded.
 */
import { readSync } from "node:fs";
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";
import { control, countCompilations, watch } from "./quiescence.mjs";
import { begin, installTime, moveTo } from "./simulated-timers.mjs";

const isSimulated = isMainThread && process.env.RINGONCE_TIME !== undefined;
// What the handler itself starts, with the same arguments, keeps real time.
delete process.env.RINGONCE_TIME;

if (isSimulated) {
  countCompilations();
  void globalThis.Headers; // Node.js loads its fetch when anything of it is first touched: better while nobody waits.
  const { line, more } = firstLine();
  const { elapsed, date, served, variables } = JSON.parse(line);
  for (const [name, value] of Object.entries(variables)) {
    if (process.env[name] !== value) process.env[name] = value;
  }
  begin(elapsed, date);
  const channel = control(new Set(served), () => new Socket({ fd: 3 }));
  installTime((keeping) => (keeping ? channel.ref() : channel.unref()));
  channel.unref();
  channel.setEncoding("utf8");
  let rest = "";
  const hear = (/** @type {string} */ text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { to, date, ask } = JSON.parse(line);
      moveTo(to, date, () => watch(ask));
    }
  };
  channel.on("data", hear);
  channel.on("error", () => process.exit(1));
  channel.on("close", () => process.exit(1)); // The bench has gone.
  watch(0);
  hear(more);
}

/** Waits for it; nothing else happens in this process meanwhile. What else has come may be the start of a second one. */
function firstLine() {
  const part = Buffer.alloc(64 * 1_024);
  let whole = Buffer.alloc(0);
  for (let end = -1; ; end = whole.indexOf("\n")) {
    if (end !== -1) return { line: whole.toString("utf8", 0, end), more: whole.toString("utf8", end + 1) };
    const length = readSync(3, part);
    if (length === 0) process.exit(1); // The bench has gone.
    whole = Buffer.concat([whole, part.subarray(0, length)]);
  }
}
