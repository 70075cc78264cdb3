/*
 * Tells the bench when a Node.js process has nothing to do: nothing that it could do now, nothing under way in another
 * thread or process, and nobody asked who has not answered, beyond the bench itself.
 */
import { createHook } from "node:async_hooks";
import { writeSync } from "node:fs";
import { MessageChannel } from "node:worker_threads";
import { isMoving, isUnfinished, nextDue } from "./simulated-timers.mjs";

const realSetImmediate = setImmediate;
const realSetTimeout = setTimeout;

/** How long the process may be busy, in real time, before it says with what. */
const busyMs = 1_000;

const cryptography = "cryptography";

/** Work outside of the event loop, which ends with a callback. By the names that async_hooks has for it. */
const elsewhere = /** @type {const} */ ([
  [/^FSREQ|^FILEHANDLECLOSEREQ$/, "a file"],
  [/^GETADDRINFOREQ|^GETNAMEINFOREQ|^QUERYWRAP$/, "the address of a host"],
  [/^TCPCONNECTWRAP$|^PIPECONNECTWRAP$/, "a connection"],
  [/^PROCESSWRAP$/, "a child process"],
  [/^WORKER$/, "a worker thread"],
  [/^(PBKDF2|SCRYPT|RANDOM\w+|CHECKPRIME|KEY\w+|SIGN|VERIFY|HASH|CIPHER|DERIVEBITS)REQUEST$/, cryptography],
]);
/** @type {Map<string, string | undefined>} */
const nameOfType = new Map();

/** @typedef {{ bytesRead: number, bytesWritten: number, reading: boolean, fd: number, getsockname(out: object): number, getpeername(out: object): number }} TcpHandle */
/** @typedef {{ handle: TcpHandle, local: number, remote: number, host: string, written: number, read: number, asks: boolean }} Connection */

/** Begun elsewhere and not ended, by asynchronous id. @type {Map<number, string>} */
const begun = new Map();
/** Cryptography that may be done here and now, or in another thread with a callback at the end: seen a moment later. @type {Map<number, { ondone?: unknown }>} */
const jobs = new Map();
/** The handler's own. @type {Set<number>} */
const immediates = new Set();
/** By the asynchronous id, of which a connection gets a new one each time that http uses it again. @type {Map<number, Connection>} */
const connections = new Map();
/** What this file makes does not count. @type {Set<number>} */
const own = new Set();
let making = false;

/** Grows with every callback. */
let activity = 0;
let watching = false;
/** The bench's last word. */
let ask = 0;
let lastReport = "";
/** Ports of the bench. @type {ReadonlySet<number>} */
let served = new Set();

/** @type {import("node:worker_threads").MessagePort} */
let lastStep;

/** @param {ReadonlySet<number>} servedPorts @param {() => import("node:net").Socket} makeChannel */
export function control(servedPorts, makeChannel) {
  served = servedPorts;
  // Promises say nothing that their callbacks' causes have not said; newer versions of Node.js can leave them out.
  const options = { init, before, destroy, trackPromises: false };
  createHook(options).enable();
  ours(() => {
    const { port1, port2 } = new MessageChannel();
    port2.on("message", report);
    port1.unref();
    port2.unref();
    lastStep = port1;
  });
  return makeChannel();
}

/** From now on, what the bench said last has been done. @param {number} lastAsk */
export function watch(lastAsk) {
  ask = lastAsk;
  activity += 1;
  if (!watching) look(-1);
}

/** @param {number} id @param {string} type @param {number} _trigger @param {object} resource */
function init(id, type, _trigger, resource) {
  if (making) own.add(id);
  if (making || type === "PROMISE" || type === "TickObject") return;
  if (type === "Immediate") immediates.add(id);
  else if (type === "TCPWRAP") {
    open(id, resource);
  } else if (type === "ZLIB") {
    countWrites(id, /** @type {{ write: Function }} */ (resource));
  } else {
    if (!nameOfType.has(type)) nameOfType.set(type, elsewhere.find(([pattern]) => pattern.test(type))?.[1]);
    const name = nameOfType.get(type);
    if (name === cryptography) jobs.set(id, resource);
    else if (name !== undefined) begun.set(id, type === "TCPCONNECTWRAP" ? connectionName(resource) : name);
  }
}

/** A callback is about to be called. @param {number} id */
function before(id) {
  if (own.has(id)) return;
  begun.delete(id);
  jobs.delete(id);
  immediates.delete(id);
  activity += 1;
  if (!watching) look(-1);
}

/** @param {number} id */
function destroy(id) {
  if (own.delete(id)) return;
  connections.delete(id);
  jobs.delete(id);
  const ended = begun.delete(id);
  if ((immediates.delete(id) || ended) && !watching) look(-1);
}

/** @template T @param {() => T} make @returns {T} */
function ours(make) {
  making = true;
  const made = make();
  making = false;
  return made;
}

/** @param {number} id @param {object} resource the handle, or what http makes of one that it uses again */
function open(id, resource) {
  const handle = /** @type {TcpHandle} */ ("handle" in resource ? resource.handle : resource);
  for (const [last, connection] of connections) {
    if (connection.handle !== handle) continue;
    connections.delete(last);
    connections.set(id, connection);
    return;
  }
  connections.set(id, { handle, local: 0, remote: 0, host: "", written: 0, read: 0, asks: false });
}

/** A compressor lives long; each of its writes is work. @param {number} id @param {{ write: Function }} compressor */
function countWrites(id, compressor) {
  const { write } = compressor;
  compressor.write = (/** @type {unknown[]} */ ...values) => {
    begun.set(id, "compression");
    return write.apply(compressor, values);
  };
}

/** V8 compiles WebAssembly in threads that async_hooks does not know. fetch has its parser compiled so as it is loaded: to be called before. */
export function countCompilations() {
  const { WebAssembly: compilers } = /** @type {any} */ (globalThis);
  let ids = 0;
  for (const name of ["compile", "instantiate", "compileStreaming", "instantiateStreaming"]) {
    const compile = compilers[name];
    compilers[name] = async (/** @type {unknown[]} */ ...values) => {
      const id = --ids; // Below all asynchronous ids.
      begun.set(id, "the compilation of WebAssembly");
      try {
        return await compile(...values);
      } finally {
        before(id);
      }
    };
  }
}

/** @param {object} request */
function connectionName(request) {
  const { address = "", port = 0 } = /** @type {{ address?: string, port?: number }} */ (request);
  return `a connection to ${hostName(address, port)}`;
}

/**
 * Looks on, turn by turn of the event loop, until a whole turn, in which everything readable was read, has passed
 * without a callback.
 * @param {number} seen
 */
function look(seen) {
  watching = true;
  ours(() =>
    realSetImmediate(() => {
      for (const [id, { ondone }] of jobs) if (typeof ondone === "function") begun.set(id, cryptography);
      jobs.clear();
      if (isMoving() || immediates.size > 0 || activity !== seen) {
        look(activity);
      } else if (begun.size > 0) {
        watching = false; // The callback at its end looks again.
        sayWaitsLater();
      } else {
        // Node.js calls "beforeExit" when nothing keeps the process alive any more, and the runtime then answers for a
        // handler that waits for that. A message between ports that keep nothing alive arrives only if something else does.
        lastStep.postMessage(seen);
      }
    }),
  );
}

/** @param {number} seen */
function report(seen) {
  watching = false;
  if (activity !== seen) {
    look(activity);
    return;
  }
  if (unanswered().length > 0) {
    sayWaitsLater();
    return;
  }
  const text = JSON.stringify({
    ask,
    next: nextDue() ?? null,
    unfinished: isUnfinished(),
    connections: [...connections.values()]
      .filter(({ handle, remote }) => handle.fd >= 0 && served.has(remote))
      .map(({ handle, local, remote }) => [local, remote, handle.bytesRead, handle.bytesWritten, handle.reading]),
  });
  if (text !== lastReport) say(text);
  lastReport = text;
}

/**
 * Hosts that have been asked something and have not answered: the last word on the connection is ours. Connections to
 * the bench are left out, it counts what passes at its own end, and so are those of this process with itself.
 */
function unanswered() {
  const open = [...connections.values()].filter(({ handle }) => handle.fd >= 0);
  for (const connection of open) {
    const { bytesRead, bytesWritten } = connection.handle;
    if (connection.remote === 0) nameEnds(connection);
    if (bytesWritten > connection.written) connection.asks = true;
    else if (bytesRead > connection.read) connection.asks = false;
    connection.written = bytesWritten;
    connection.read = bytesRead;
  }
  const ours = new Set(open.map(({ local }) => local));
  return open
    .filter(({ asks, remote }) => asks && !served.has(remote) && !ours.has(remote))
    .map(({ host }) => `an answer from ${host}`);
}

/** @param {Connection} connection */
function nameEnds(connection) {
  const here = { port: 0 };
  const there = { port: 0, address: "" };
  if (connection.handle.getpeername(there) !== 0 || connection.handle.getsockname(here) !== 0) return;
  connection.local = here.port;
  connection.remote = there.port;
  connection.host = hostName(there.address, there.port);
}

/** @param {string} address @param {number} port */
function hostName(address, port) {
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}

let saysWaits = false;
function sayWaitsLater() {
  if (saysWaits) return;
  saysWaits = true;
  const timer = ours(() =>
    realSetTimeout(() => {
      saysWaits = false;
      const waits = [...new Set([...begun.values(), ...unanswered()])];
      if (waits.length > 0) say(JSON.stringify({ waits }));
    }, busyMs),
  );
  timer.unref();
}

/** @param {string} line */
function say(line) {
  try {
    writeSync(3, `${line}\n`);
  } catch {
    process.exit(1); // The bench has gone.
  }
}
