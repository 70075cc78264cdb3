/*
 * What every candidate is given to do, and what it has to look like to be measured.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Runner One candidate, open.
 * @property {(caller: number) => Promise<string>} invoke One invocation, for one of the callers that call at the same time.
 * @property {() => Promise<string>} invokeCold The same in an environment that has not run yet.
 * @property {() => Promise<void>} close
 */

/** How many callers call at the same time, and so how many environments are needed. */
export const concurrency = 16;

/** How often `invokeCold` is called. */
export const coldStarts = 5;

export const functionNames = ["warm", ...Array.from({ length: coldStarts }, (_, index) => `cold-${index}`)];

/** An event as Connect sends it, 1.2 kB. */
export const payload = JSON.stringify(JSON.parse(readFileSync(join(import.meta.dirname, "event.json"), "utf8")));

/** What the handlers answer, as JSON text. */
export const answer = '{"statusCode":200}';

export const handlerPath = join(import.meta.dirname, "handler");
export const peersPath = join(import.meta.dirname, "peers");
