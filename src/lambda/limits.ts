import type { Millis } from "../clock/clock.ts";

/** "If all three tasks do not complete within 10 seconds, Lambda retries the Init phase at the time of the first function invocation with the configured function timeout." — Lambda developer guide, lambda-runtime-environment.html */
export const initLimitMs: Millis = 10_000;

/** 6 MB each for the request and the response of a synchronous invocation. — gettingstarted-limits.html */
export const requestBytesMax = 6 * 1024 * 1024;

/** Lambda's own message names 100 bytes more: "Response payload size exceeded maximum allowed payload size (6291556 bytes)." */
export const responseBytesMax = requestBytesMax + 100;

/** Longer lines are cut. Lambda's own treatment of them is not documented; 256 KB was the largest event of CloudWatch Logs for years. */
export const lineBytesMax = 256 * 1024;

/**
 * A runtime that has answered asks for its next event right away, and only then does its request end. How long
 * Lambda's caller waits for that is not documented. Chosen: the caller gets its answer after this much at the latest,
 * while the environment stays taken until the runtime has asked or the function's time-out kills it.
 */
export const answerHeldMsMax: Millis = 100;
