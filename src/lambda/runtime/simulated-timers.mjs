/*
 * Timers and clocks that count simulated time. process.nextTick, queueMicrotask and setImmediate stay as they are: they
 * take no time.
 */
import { AsyncResource } from "node:async_hooks";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";

const longestDelay = 2 ** 31 - 1;
const realDate = Date;
const realSetImmediate = setImmediate;
/** The process may then wait for its beginning: that does not count. */
const bootMs = performance.now();

let startedAt = 0;
/** Milliseconds, on a scale that never goes back. */
let now = 0;
/** How many milliseconds the date is ahead of it. */
let dateAhead = 0;
/** Those that will fire, soonest first, in the order they were set where they fall due together. @type {Timeout[]} */
const pending = [];
/** How many of them keep the process alive. */
let keeping = 0;
/** @type {(keeping: boolean) => void} */
let keepAlive = () => {};

/** @param {number} start @param {number} date milliseconds since the Unix epoch */
export function begin(start, date) {
  now = start;
  startedAt = start;
  dateAhead = date - start;
}

/** Whether a timer is left that keeps the process alive: something goes on by itself. */
export function isUnfinished() {
  return keeping > 0;
}

/** When the next timer falls due. */
export function nextDue() {
  return pending[0]?.due;
}

let moving = false;
/** Whether timers are due that have not fired yet. */
export function isMoving() {
  return moving;
}

/**
 * It is `to`, and the date is `date`. Every timer that is due by then fires, sees that time, and has its microtasks done before the next one
 * fires, as in Node.js. Then `done` is called.
 * @param {number} to @param {number} date @param {() => void} done
 */
export function moveTo(to, date, done) {
  now = Math.max(now, to);
  dateAhead = date - to;
  moving = true;
  realSetImmediate(function fire() {
    const [timer] = pending;
    if (timer === undefined || timer.due > now) {
      moving = false;
      done();
      return;
    }
    realSetImmediate(fire);
    timer.fire();
  });
}

class Timeout {
  #resource = new AsyncResource("Timeout");
  #delay;
  #callback;
  #repeats;
  #referenced = true;
  #closed = false;
  #id = 0;
  active = false;
  due = 0;

  /** @param {(this: Timeout) => void} callback @param {unknown} delay @param {boolean} repeats */
  constructor(callback, delay, repeats) {
    const whole = Math.trunc(Number(delay));
    this.#delay = whole >= 1 && whole <= longestDelay ? whole : 1;
    this.#callback = callback;
    this.#repeats = repeats;
    this.#schedule();
  }

  fire() {
    this.#unschedule();
    try {
      this.#resource.runInAsyncScope(this.#callback, this);
    } finally {
      if (this.#repeats && !this.#closed) this.#schedule();
    }
  }

  close() {
    this.#closed = true;
    this.#unschedule();
    numbered.delete(this.#id);
    return this;
  }

  refresh() {
    if (this.#closed) return this;
    this.#unschedule();
    this.#schedule();
    return this;
  }

  ref() {
    if (!this.#referenced && this.active) keep(1);
    this.#referenced = true;
    return this;
  }

  unref() {
    if (this.#referenced && this.active) keep(-1);
    this.#referenced = false;
    return this;
  }

  hasRef() {
    return this.#referenced;
  }

  [Symbol.toPrimitive]() {
    if (this.#id === 0) {
      this.#id = ++ids;
      numbered.set(this.#id, this);
    }
    return this.#id;
  }

  #schedule() {
    if (this.active) return;
    this.active = true;
    if (this.#referenced) keep(1);
    this.due = now + this.#delay;
    let index = pending.length;
    while (index > 0 && (pending[index - 1]?.due ?? 0) > this.due) index--;
    pending.splice(index, 0, this);
  }

  #unschedule() {
    if (!this.active) return;
    this.active = false;
    if (this.#referenced) keep(-1);
    pending.splice(pending.indexOf(this), 1);
  }
}
if (Symbol.dispose) Object.defineProperty(Timeout.prototype, Symbol.dispose, { value: Timeout.prototype.close });

/** @param {number} change */
function keep(change) {
  keeping += change;
  if (keeping === 0 || keeping === change) keepAlive(keeping > 0);
}

/** Timers of which somebody made a number. @type {Map<number, Timeout>} */
const numbered = new Map();
let ids = 0;

/** @param {unknown} callback */
function checkCallback(callback) {
  if (typeof callback === "function") return;
  const error = new TypeError(`The "callback" argument must be of type function. Received ${String(callback)}`);
  throw Object.assign(error, { code: "ERR_INVALID_ARG_TYPE" });
}

/** @param {boolean} repeats */
const timerOf =
  (repeats) =>
  /** @param {(...values: unknown[]) => void} callback @param {unknown} delay @param {unknown[]} values */
  (callback, delay, ...values) => {
    checkCallback(callback);
    return new Timeout(
      function () {
        callback.apply(this, values);
      },
      delay,
      repeats,
    );
  };

/** @param {unknown} timer */
function clear(timer) {
  if (timer instanceof Timeout) timer.close();
  else if (typeof timer === "number" || typeof timer === "string") numbered.get(Number(timer))?.close();
}

/** @typedef {{ signal?: AbortSignal, ref?: boolean }} WaitOptions */

/** setTimeout of node:timers/promises. @param {unknown} delay @param {unknown} [value] @param {WaitOptions} [options] */
async function wait(delay, value, { signal, ref = true } = {}) {
  if (signal?.aborted) throw abortError(signal);
  await new Promise((resolve, reject) => {
    const timer = new Timeout(done, delay, false);
    if (!ref) timer.unref();
    signal?.addEventListener("abort", abort, { once: true });
    function done() {
      signal?.removeEventListener("abort", abort);
      resolve(undefined);
    }
    function abort() {
      timer.close();
      reject(abortError(signal));
    }
  });
  return value;
}

/** setInterval of node:timers/promises. @param {unknown} delay @param {unknown} [value] @param {WaitOptions} [options] */
async function* ticks(delay, value, { signal, ref = true } = {}) {
  let due = 0;
  let wake = () => {};
  const tick = () => {
    due += 1;
    wake();
  };
  if (signal?.aborted) throw abortError(signal);
  const timer = new Timeout(tick, delay, true);
  if (!ref) timer.unref();
  const abort = () => wake();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    for (;;) {
      if (due === 0 && !signal?.aborted) {
        await new Promise((resolve) => {
          wake = () => resolve(undefined);
        });
      }
      if (signal?.aborted) throw abortError(signal);
      for (; due > 0; due -= 1) yield value;
    }
  } finally {
    timer.close();
    signal?.removeEventListener("abort", abort);
  }
}

/** @param {AbortSignal | undefined} signal */
function abortError(signal) {
  const error = new Error("The operation was aborted", { cause: signal?.reason });
  return Object.assign(error, { name: "AbortError", code: "ABORT_ERR" });
}

/** @param {(keeping: boolean) => void} onKeeping is told when the first timer keeps the process alive, and when none does any more */
export function installTime(onKeeping) {
  keepAlive = onKeeping;
  const simulated = {
    setTimeout: Object.assign(timerOf(false), { [promisify.custom]: wait }),
    setInterval: timerOf(true),
    clearTimeout: clear,
    clearInterval: clear,
  };
  Object.assign(globalThis, simulated);
  Object.assign(timers, simulated);
  Object.assign(timersPromises, { setTimeout: wait, setInterval: ticks });
  timersPromises.scheduler.wait = async (delay, options) => {
    await wait(delay, undefined, options);
  };
  AbortSignal.timeout = (delay) => {
    const controller = new AbortController();
    const reason = () => new DOMException("The operation was aborted due to timeout", "TimeoutError");
    new Timeout(() => controller.abort(reason()), delay, false).unref();
    return controller.signal;
  };
  installSocketTimeouts();
  installClocks();
  syncBuiltinESMExports();
}

/** A socket has its time-out from a timer that is not a public one. `timeout` of http, of AWS's SDK and of axios end here. */
function installSocketTimeouts() {
  /** @type {WeakMap<object, Timeout>} */
  const timeouts = new WeakMap();
  const prototype = /** @type {any} */ (Socket.prototype);
  const { _destroy } = prototype;
  /** @this {any} @param {number} delay @param {(() => void) | undefined} callback */
  function setTimeoutOf(delay, callback) {
    if (this.destroyed) return this;
    if (callback !== undefined) checkCallback(callback);
    this.timeout = delay;
    timeouts.get(this)?.close();
    if (Number(delay) > 0) {
      timeouts.set(this, new Timeout(() => this._onTimeout(), delay, false).unref());
      if (callback !== undefined) this.once("timeout", callback);
    } else if (callback !== undefined) {
      this.removeListener("timeout", callback);
    }
    return this;
  }
  Object.assign(prototype, {
    setTimeout: setTimeoutOf,
    /** @this {any} */
    _unrefTimer() {
      for (let socket = this; socket; socket = socket._parent) timeouts.get(socket)?.refresh();
    },
    /** @this {any} @param {unknown[]} values */
    _destroy(...values) {
      for (let socket = this; socket; socket = socket._parent) timeouts.get(socket)?.close();
      return _destroy.apply(this, values);
    },
  });
}

function installClocks() {
  const dateNow = () => Math.floor(now + dateAhead);
  realDate.now = dateNow;
  /** @type {DateConstructor} */
  const simulatedDate = new Proxy(realDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(
        target,
        values.length === 0 ? [dateNow()] : values,
        newTarget === simulatedDate ? target : newTarget,
      ),
    apply: () => new realDate(dateNow()).toString(),
  });
  realDate.prototype.constructor = simulatedDate;
  globalThis.Date = simulatedDate;

  const { performance } = globalThis;
  const elapsed = () => bootMs + now - startedAt;
  performance.now = elapsed;
  Object.defineProperty(performance, "timeOrigin", { configurable: true, value: startedAt + dateAhead - bootMs });
  const nanoseconds = () => BigInt(Math.round(elapsed() * 1_000)) * 1_000n;
  /** @param {[number, number]} [since] @returns {[number, number]} */
  const hrtime = (since = [0, 0]) => {
    const passed = nanoseconds() - BigInt(since[0]) * 1_000_000_000n - BigInt(since[1]);
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
  };
  process.hrtime = Object.assign(hrtime, { bigint: nanoseconds });
  process.uptime = () => elapsed() / 1_000;
}
