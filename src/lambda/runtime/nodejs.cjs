/*
 * The runtime for Node.js: asks the Runtime API for events, gives them to the handler and posts what it answers, as
 * AWS's managed runtimes do (observed in aws-lambda-ric 3.3.0 for Node.js up to 22, and 4.0.2 for Node.js 24).
 *
 *     node nodejs.cjs <folder with the code>
 *
 * A CommonJS module: with --max-old-space-size, Node.js 20 starts one 8 ms sooner than an ES module (measured).
 *
 * It speaks HTTP over a socket of its own: a fraction of node:http's work for each event, and out of the way of a
 * handler that patches node:http, the timers or diagnostics channels.
 */
const { existsSync, readFileSync } = require("node:fs");
const { connect } = require("node:net");
const { basename, dirname, join, resolve } = require("node:path");
const { pathToFileURL } = require("node:url");
const { format, types } = require("node:util");

/**
 * @typedef {{ headers: Record<string, string>, body: string }} Answer
 * @typedef {{ id: string, invocationId: string, done: boolean }} Invocation the event in hand
 * @typedef {(event: unknown, context: object, callback: (error: unknown, result?: unknown) => void) => unknown} Handler
 */

const codeFolder = process.argv[2] ?? ".";
const handlerName = process.env._HANDLER ?? "";
const { AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_VERSION, AWS_LAMBDA_FUNCTION_MEMORY_SIZE } = process.env;
const { AWS_LAMBDA_LOG_GROUP_NAME, AWS_LAMBDA_LOG_STREAM_NAME } = process.env;
/** From Node.js 24 on, handlers return a value or a promise; there are no callbacks any more. */
const callbacks = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? "")?.[1] ?? 0) < 24;

/** An error of the runtime itself. */
class RuntimeError extends Error {
  /** @param {string} name @param {string} message */
  constructor(name, message) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

/** One connection, requests answered in their order. */
class RuntimeApi {
  /** @type {((answer: Answer) => void)[]} */
  #waiting = [];
  /** What has come of an answer that is not complete, and how long it has to be before it is worth another look. */
  #parts = /** @type {Buffer[]} */ ([]);
  #length = 0;
  #lengthNeeded = 0;
  #socket;

  /** @param {string} address */
  constructor(address) {
    const [host = "", port] = address.split(":");
    const received = (/** @type {number} */ length, /** @type {Uint8Array} */ buffer) => {
      this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, length));
      return true;
    };
    const onread = { buffer: Buffer.alloc(64 * 1024), callback: received };
    this.#socket = connect({ host, port: Number(port), noDelay: true, onread });
    this.#socket.unref();
    // The bench has gone, or wants nothing more of this process.
    this.#socket.on("error", () => process.exit(1));
    this.#socket.on("close", () => process.exit(1));
  }

  /** @param {string} requests one or more, sent as one @param {((answer: Answer) => void)[]} thens one for each */
  send(requests, ...thens) {
    this.#waiting.push(...thens);
    this.#socket.ref();
    this.#socket.write(requests);
  }

  /** From here only the handler's own work keeps the process alive. */
  handOver() {
    this.#socket.unref();
  }

  /** @param {Buffer} chunk whose memory is used again for the next one */
  #receive(chunk) {
    this.#length += chunk.length;
    if (this.#length < this.#lengthNeeded) {
      this.#parts.push(Buffer.from(chunk));
      return;
    }
    let rest = this.#parts.length === 0 ? chunk : Buffer.concat([...this.#parts, chunk]);
    for (;;) {
      const headEnd = rest.indexOf("\r\n\r\n");
      const headers = headEnd === -1 ? undefined : headersOf(rest.toString("latin1", 0, headEnd));
      // The bench always says how long an answer is.
      const end = headers === undefined ? rest.length + 1 : headEnd + 4 + Number(headers["content-length"]);
      if (headers === undefined || rest.length < end) {
        this.#parts = rest.length === 0 ? [] : [Buffer.from(rest)];
        this.#length = rest.length;
        this.#lengthNeeded = end;
        return;
      }
      const body = rest.toString("utf8", headEnd + 4, end);
      rest = rest.subarray(end);
      this.#waiting.shift()?.({ headers, body });
    }
  }
}

/** @param {string} head @returns {Record<string, string>} */
function headersOf(head) {
  /** @type {Record<string, string>} */
  const headers = {};
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(": ");
    if (colon !== -1) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 2);
  }
  return headers;
}

const base = "/2018-06-01/runtime";
const nextRequest = `GET ${base}/invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n`;

/** @param {string} path @param {string} header one more, whole @param {string} body */
function postRequest(path, header, body) {
  const length = Buffer.byteLength(body);
  return `POST ${base}${path} HTTP/1.1\r\nHost: runtime\r\nContent-Type: application/json\r\n${header}\r\nContent-Length: ${length}\r\n\r\n${body}`;
}

const api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API ?? "");

/** @type {Invocation | undefined} */
let current;
/** What to do when nothing keeps the process alive any more. */
let whenIdle = exitUnsettled;

printLikeLambda();
process.on("beforeExit", () => whenIdle());
process.on("uncaughtException", (error) => die("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason) => {
  const error = Object.assign(new RuntimeError("UnhandledPromiseRejection", String(reason)), { reason });
  die("Unhandled Promise Rejection", error, 128);
});

load().then(
  (handler) => api.send(nextRequest, (event) => handle(handler, event)),
  (error) => die("Uncaught Exception", error, 129),
);

/** @param {Handler} handler @param {Answer} answer the event */
function handle(handler, { headers, body }) {
  api.handOver();
  const id = headers["lambda-runtime-aws-request-id"] ?? "";
  const invocation = { id, invocationId: headers["lambda-runtime-invocation-id"] ?? "", done: false };
  current = invocation;
  process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];

  /** @param {"response" | "error"} call @param {string} json */
  const answer = (call, json) => {
    invocation.done = true;
    whenIdle = () => {};
    const header = `Lambda-Runtime-Invocation-Id: ${invocation.invocationId}`;
    const requests = postRequest(`/invocation/${id}/${call}`, header, json) + nextRequest;
    api.send(requests, ignore, (event) => handle(handler, event));
  };
  /** @param {unknown} error */
  const fail = (error) => {
    if (invocation.done) return;
    logError("Invoke Error", error);
    answer("error", JSON.stringify(described(error)));
  };
  /** @param {unknown} result */
  const succeed = (result) => {
    if (invocation.done) return;
    let json;
    try {
      json = JSON.stringify(result) ?? "null";
    } catch {
      fail(new Error("Unable to stringify response body"));
      return;
    }
    answer("response", json);
  };

  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const context = {
    awsRequestId: id,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    functionName: AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  const callbackContext = {
    callbackWaitsForEmptyEventLoop: true,
    /** @param {unknown} error @param {unknown} result */
    done: (error, result) => (error === undefined || error === null ? succeed(result) : fail(error)),
    succeed,
    /** @param {unknown} error */
    fail: (error) => fail(error ?? "handled"),
  };
  const wholeContext = callbacks ? Object.assign(callbackContext, context) : context;
  let called = false;
  /** @param {unknown} error @param {unknown} [result] */
  const callback = (error, result) => {
    if (called) return;
    called = true;
    if (error !== undefined && error !== null) fail(error);
    else if (callbackContext.callbackWaitsForEmptyEventLoop) whenIdle = () => succeed(result);
    else succeed(result);
  };

  /** @type {unknown} */
  let result;
  try {
    result = handler(JSON.parse(body), wholeContext, callback);
  } catch (error) {
    fail(error);
    return;
  }
  if (isPromise(result) || !callbacks) {
    whenIdle = exitUnsettled;
    Promise.resolve(result).then(succeed, fail);
  } else if (!called) {
    whenIdle = () => succeed(null);
  }
}

const ignore = () => {};

/** Somebody waits for a promise that nothing can settle any more. The code is Node.js's own for that. */
function exitUnsettled() {
  process.exit(13);
}

/** @param {string} what @param {unknown} error @param {number} status */
function die(what, error, status) {
  logError(what, error);
  const payload = described(error);
  const header = `Lambda-Runtime-Function-Error-Type: ${payload.errorType.replace(/[^\x20-\x7e]/g, "?")}`;
  const exit = () => process.exit(status);
  if (current === undefined) {
    api.send(postRequest("/init/error", header, JSON.stringify(payload)), exit);
  } else if (current.done) {
    exit(); // Left over from a request that was answered long ago: it ends the process, and whatever that is doing now.
  } else {
    current.done = true;
    api.send(postRequest(`/invocation/${current.id}/error`, header, JSON.stringify(payload)), exit);
  }
}

/** Finds the handler where AWS's runtime looks for it, in its order. @returns {Promise<Handler>} */
async function load() {
  if (handlerName.includes("..")) {
    throw new RuntimeError("MalformedHandlerName", `'${handlerName}' is not a valid handler name.`);
  }
  const file = basename(handlerName);
  const dot = file.indexOf(".");
  if (dot === -1) throw new RuntimeError("MalformedHandlerName", "Bad handler");
  const path = resolve(codeFolder, handlerName.slice(0, handlerName.length - file.length), file.slice(0, dot));
  /** @type {any} */
  let found = await importUserCode(path);
  for (const property of file.slice(dot + 1).split(".")) found = found?.[property];
  if (!found) throw new RuntimeError("HandlerNotFound", `${handlerName} is undefined or not exported`);
  if (typeof found !== "function") throw new RuntimeError("HandlerNotFound", `${handlerName} is not a function`);
  if (!callbacks && found.length >= 3) {
    throw new RuntimeError(
      "CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.",
    );
  }
  return found;
}

/** @param {string} path without an extension @returns {Promise<unknown>} */
async function importUserCode(path) {
  try {
    if (existsSync(path)) return require(path);
    if (existsSync(`${path}.js`)) {
      return isModuleFolder(dirname(path)) ? await import(pathToFileURL(`${path}.js`).href) : require(`${path}.js`);
    }
    if (existsSync(`${path}.mjs`)) return await import(pathToFileURL(`${path}.mjs`).href);
    return require(existsSync(`${path}.cjs`) ? `${path}.cjs` : path);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError("UserCodeSyntaxError", String(error));
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new RuntimeError("ImportModuleError", String(error));
    }
    throw error;
  }
}

/** Whether the nearest package.json says "type": "module". @param {string} folder @returns {boolean} */
function isModuleFolder(folder) {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest)) {
    try {
      return JSON.parse(readFileSync(manifest, "utf8")).type === "module";
    } catch {
      return false;
    }
  }
  const parent = dirname(folder);
  return parent !== folder && basename(folder) !== "node_modules" && isModuleFolder(parent);
}

/** console.* in AWS's text format, one event a message; everything on stdout, so that the order is kept. */
function printLikeLambda() {
  // A pipe is written to in the background by default, and an answer would overtake what was printed before it.
  const { _handle: pipe } = /** @type {{ _handle?: { setBlocking?: (blocking: boolean) => void } }} */ (
    /** @type {unknown} */ (process.stdout)
  );
  pipe?.setBlocking?.(true);
  Object.defineProperty(process, "stderr", { configurable: true, enumerable: true, get: () => process.stdout });

  /** @param {string} level @returns {(...message: unknown[]) => void} */
  const print =
    (level) =>
    (...message) => {
      const line = `${new Date().toISOString()}\t${current?.id}\t${level}\t${format(...message)}`;
      process.stdout.write(`${line.replaceAll("\n", "\r")}\n`);
    };
  const info = print("INFO");
  Object.assign(console, {
    ...{ log: info, info, debug: print("DEBUG"), trace: print("TRACE") },
    ...{ warn: print("WARN"), error: print("ERROR"), fatal: print("FATAL") },
  });
}

/** @param {string} what @param {unknown} error */
function logError(what, error) {
  const thrown = error instanceof Error ? error : new Error(String(error));
  let json;
  try {
    json = JSON.stringify(thrown, (_key, value) => (value instanceof Error ? withDetails(value) : value));
  } catch {
    json = JSON.stringify(described(thrown));
  }
  console.error(what, `\t${json}`);
}

/** @param {Error & { code?: unknown }} error */
function withDetails(error) {
  const { name, message, code, stack } = error;
  return { errorType: name, errorMessage: message, code, ...error, stack: String(stack).split("\n") };
}

/** The error as the caller gets it. @param {unknown} error @returns {{ errorType: string, errorMessage: string, trace: string[] }} */
function described(error) {
  try {
    if (types.isNativeError(error) || error instanceof Error) {
      const { name, message, stack } = error;
      return { errorType: String(name), errorMessage: String(message), trace: String(stack).split("\n") };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return { errorType: "handled", errorMessage: "the error cannot be described", trace: [] };
  }
}

/** @param {unknown} value @returns {value is PromiseLike<unknown>} */
function isPromise(value) {
  return typeof Object(value).then === "function";
}
