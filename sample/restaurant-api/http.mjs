import { createServer } from "node:http";
import { idempotencyKey, once } from "./idempotency.mjs";
import { Problem } from "./problem.mjs";
import { routes } from "./routes.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("./database.mjs").Database} Database */
/** @typedef {import("./routes.mjs").Answer} Answer */

const bodyLimit = 16 * 1024;

/**
 * The restaurant's HTTP service, not yet listening. A request that has arrived is carried out, even if nobody
 * waits for the answer any more.
 * @param {Database} database
 * @param {{ legacy?: boolean }} [kind] a legacy one takes no notice of an Idempotency-Key, and knows no versions
 */
export function createHttpServer(database, { legacy = false } = {}) {
  return createServer((request, response) => {
    answer(database, request, legacy)
      .catch((error) => refusal(error, request))
      .then((answer) => send(answer, request, response, legacy))
      .catch((error) => response.destroy(error));
  });
}

/**
 * @param {Answer} answer
 * @param {IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {boolean} legacy
 */
function send({ status, headers = {}, body }, { url }, response, legacy) {
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries(headers)));
  if (body === undefined) {
    response.end();
  } else if (status < 400) {
    response.setHeader("content-type", "application/json");
    if ("version" in body && !legacy) response.setHeader("etag", `"${body.version}"`);
    response.end(JSON.stringify(body, (name, value) => (name === "version" && legacy ? undefined : value)));
  } else {
    response.setHeader("content-type", "application/problem+json");
    response.end(JSON.stringify({ ...body, instance: url }));
  }
}

/**
 * @param {Database} database
 * @param {IncomingMessage} request
 * @param {boolean} legacy
 */
async function answer(database, request, legacy) {
  const address = `http://restaurant${request.url}`;
  if (!URL.canParse(address)) throw new Problem(404, "That is no address.");
  const { pathname, searchParams: query } = new URL(address);
  const here = routes.filter(({ path }) => path.test(pathname));
  if (here.length === 0) throw new Problem(404, `There is nothing at ${pathname}.`);

  const method = request.method === "HEAD" ? "GET" : request.method; // Node leaves out the body by itself.
  const route = here.find((candidate) => candidate.method === method);
  if (route === undefined) {
    const allow = here.map((candidate) => candidate.method).join(", ");
    throw new Problem(405, `${pathname} knows ${allow}.`, { headers: { allow } });
  }
  const number = route.path.exec(pathname)?.[1] ?? "";
  return route.handle(database, {
    number,
    query,
    ifMatch: legacy ? undefined : request.headers["if-match"],
    json: () => readJson(request),
    once: async (asked, work) => {
      const key = legacy ? undefined : idempotencyKey(request.headers);
      if (key === undefined) return database.transaction(work);
      return once(database, key, `${method} ${pathname} ${JSON.stringify(asked)}`, work);
    },
  });
}

/**
 * @param {IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
async function readJson(request) {
  if (!/^application\/([\w.-]+\+)?json *(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new Problem(415, "Send application/json.");
  }
  const body = await readBody(request);
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Problem("invalid-request", "The body is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Problem("invalid-request", "The body must be a JSON object.");
  }
  return { ...value };
}

/**
 * Reads to the end even if it is too much: a client that is cut off while it sends does not read the answer.
 * @param {IncomingMessage} request
 */
async function readBody(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  if (size > bodyLimit) throw new Problem(413, `The body may have ${bodyLimit} bytes.`);
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * @param {unknown} error
 * @param {IncomingMessage} request
 * @returns {Answer}
 */
function refusal(error, request) {
  if (error instanceof Problem) return error;
  const clientHasGone = request.destroyed && !request.complete;
  if (!clientHasGone) {
    // Callers' numbers have no business in a log: they are in the query, and in what drivers add to an error.
    const path = request.url?.replace(/\?.*/s, "");
    console.error(`${request.method} ${path} failed:`, error instanceof Error ? error.stack : error);
  }
  return new Problem(500, "The restaurant's log says why.");
}
