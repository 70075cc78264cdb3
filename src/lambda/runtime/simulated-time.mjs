/*
 * Puts a Node.js process into the bench's simulated time: loaded before the runtime, with `--import`.
 *
 * The handler's timers and clocks count that time. It moves only when the bench says so, and the bench says so only when
 * this process has nothing to do. They speak over file descriptor 3, JSON lines:
 *
 *     bench    { to, date, ask }                        it is that late; report when all that is now due is done
 *     process  { ask, next, unfinished, connections }  nothing to do before the moment `next`
 *     process  { waits }                               still busy after a second of real time: with what
 *
 * `to` and `next` lie on a scale that never goes back; the date may be set back between two calls. RINGONCE_TIME says
 * both for the start, and on which ports the bench serves this process.
 */
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";
import { control, watch } from "./quiescence.mjs";
import { begin, installTime, moveTo } from "./simulated-timers.mjs";

const { RINGONCE_TIME } = process.env;
// What the handler itself starts, with the same arguments, keeps real time.
delete process.env.RINGONCE_TIME;

if (isMainThread && RINGONCE_TIME !== undefined) {
  const [now = 0, date = 0, ...served] = RINGONCE_TIME.split(" ").map(Number);
  begin(now, date);
  const channel = control(new Set(served), () => new Socket({ fd: 3 }));
  installTime((keeping) => (keeping ? channel.ref() : channel.unref()));
  channel.unref();
  channel.setEncoding("utf8");
  let rest = "";
  channel.on("data", (/** @type {string} */ text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { to, date, ask } = JSON.parse(line);
      moveTo(to, date, () => watch(ask));
    }
  });
  channel.on("error", () => process.exit(1));
  channel.on("close", () => process.exit(1)); // The bench has gone.
  watch(0);
}
