import type { Millis } from "../clock/clock.ts";
import type { FunctionConfiguration } from "./function.ts";
import { type RuntimeFailure, timedOutReason } from "./function-error.ts";

/*
 * What Lambda itself writes into a function's log. aws-facts §6.6. AWS is moving to a style that puts the failure at
 * the end of the REPORT line ("Status: timeout"); these are the classic lines, with a line of its own for a time-out or
 * a crash, because they are the ones that people and tools search for.
 */

/** The version and the ARN are AWS's own: ours say openly that this is not AWS's runtime. */
export function initStartLine({ runtime, region }: FunctionConfiguration): string {
  // nodejs:22.v35, python:3.13.v12, provided:al2023.v37 … are AWS's.
  const version = `${runtime.replace(/\.x$/, "").replace(/^(nodejs|python|provided)\.?(?=.)/, "$1:")}.ringonce`;
  return `INIT_START Runtime Version: ${version}\tRuntime Version ARN: arn:aws:lambda:${region}::runtime:${"0".repeat(64)}`;
}

/** Written only when an Init phase failed. Phase "invoke" is the second try, within the first request. */
export function initReportLine(initMs: Millis, phase: "init" | "invoke", failure: RuntimeFailure | "timeout"): string {
  const status = failure === "timeout" ? "timeout" : `error\tError Type: ${failure.errorType}`;
  return `INIT_REPORT Init Duration: ${twoPlaces(initMs)} ms\tPhase: ${phase}\tStatus: ${status}`;
}

export const startLine = (requestId: string): string => `START RequestId: ${requestId} Version: $LATEST`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}`;

export function timedOutLine(now: Millis, requestId: string, timeoutMs: Millis): string {
  return `${new Date(now).toISOString()} ${requestId} ${timedOutReason(timeoutMs)}`;
}

/** One log event of two lines. */
export function crashLine(requestId: string, { reason, errorType }: RuntimeFailure): string {
  return `RequestId: ${requestId} Error: ${reason}\n${errorType}`;
}

/** For an error that the runtime posted while it initialised: Lambda leaves the details to what the runtime printed. */
export const initErrorLine = (errorType: string): string => `Unknown application error occurred\n${errorType}`;

/** Billed is the Init phase too, where there was one, in whole milliseconds. Lines end in a tab, as AWS's do. */
export function reportLine(report: {
  readonly requestId: string;
  readonly durationMs: Millis;
  readonly initMs: Millis | undefined;
  readonly memoryMb: number;
  readonly memoryUsedMb: number;
}): string {
  const { requestId, durationMs, initMs, memoryMb, memoryUsedMb } = report;
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${twoPlaces(durationMs)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${memoryUsedMb} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${twoPlaces(initMs)} ms`]),
    "",
  ].join("\t");
}

const twoPlaces = (ms: Millis): string => ms.toFixed(2);
