import { coldStarts, concurrency } from "./task.mjs";

/**
 * @typedef {object} Candidate
 * @property {string} id
 * @property {string} title
 * @property {string} runsIn Where a handler runs.
 * @property {readonly string[]} packages Of peers/; none: it is ours.
 * @property {number} environments How many it makes for 16 callers. 0: it knows no environments.
 * @property {number} coldStarts How many it can show in one process.
 * @property {true} [hangsAfterRest] An environment that has rested for some seconds never answers again.
 * @property {() => import("./task.mjs").Runner | Promise<import("./task.mjs").Runner>} open
 */

/** @type {readonly Candidate[]} The first two are compared round by round. */
export const candidates = [
  {
    id: "ringonce-node",
    title: "ringonce, Node.js",
    runsIn: "a process each, frozen in between",
    packages: [],
    ...{ environments: concurrency, coldStarts },
    open: async () =>
      (await import("./runners/ringonce.mjs")).open({ runtime: "nodejs22.x", handler: "index.handler" }),
  },
  {
    id: "bare-ric",
    title: "bare server + aws-lambda-ric",
    runsIn: "a process each",
    packages: ["aws-lambda-ric"],
    ...{ environments: concurrency, coldStarts },
    open: async () => (await import("./runners/bare-ric.mjs")).open(),
  },
  {
    id: "ringonce-python",
    title: "ringonce, Python",
    runsIn: "a process each, frozen in between",
    packages: [],
    ...{ environments: concurrency, coldStarts },
    open: async () =>
      (await import("./runners/ringonce.mjs")).open({
        runtime: "python3.13",
        handler: "lambda_function.lambda_handler",
      }),
  },
  {
    id: "vercel-fun",
    title: "@vercel/fun",
    runsIn: "a process each, frozen in between, at most 10",
    packages: ["@vercel/fun"],
    ...{ environments: 10, coldStarts: 1 },
    // Seen with 1.3.6: frozen between its answer and its next request, its client finds the connection closed after 5 s.
    hangsAfterRest: true,
    open: async () => (await import("./runners/vercel-fun.mjs")).open(),
  },
  {
    id: "serverless-offline",
    title: "serverless-offline",
    runsIn: "a worker thread each; over HTTP",
    packages: ["serverless-offline", "serverless"],
    ...{ environments: concurrency, coldStarts },
    open: async () => (await import("./runners/serverless-offline.mjs")).open({ inProcess: false }),
  },
  {
    id: "serverless-offline-in-process",
    title: "serverless-offline --useInProcess",
    runsIn: "the server's own process: not isolated; over HTTP",
    packages: ["serverless-offline", "serverless"],
    ...{ environments: 0, coldStarts: 1 },
    open: async () => (await import("./runners/serverless-offline.mjs")).open({ inProcess: true }),
  },
  {
    id: "lambda-local",
    title: "lambda-local",
    runsIn: "the caller's own process: not isolated",
    packages: ["lambda-local"],
    ...{ environments: 0, coldStarts: 1 },
    open: async () => (await import("./runners/lambda-local.mjs")).open(),
  },
];
