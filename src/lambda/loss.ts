import type { Millis } from "../clock/clock.ts";
import type { AttemptOutcome } from "./attempt.ts";
import type { FunctionConfiguration } from "./function.ts";
import {
  endOfRuntime,
  type ProcessEnd,
  postedError,
  type RuntimeFailure,
  runtimeFailed,
  timedOut,
} from "./function-error.ts";
import { crashLine, initErrorLine, timedOutLine } from "./log-lines.ts";

/** Why a runtime is gone. */
export type Loss =
  /** Killed at a time limit: its Init phase's or the function's. */
  | { readonly type: "timeout" }
  /** Killed because it used more memory than the function has. */
  | { readonly type: "memory" }
  /** It said that it could not initialise, and was killed. */
  | { readonly type: "initError"; readonly payload: string; readonly errorType: string | undefined }
  /** Killed because the bench closes. */
  | { readonly type: "shutdown" }
  | { readonly type: "ended"; readonly end: ProcessEnd };

/** What Lambda makes of it: for the INIT_REPORT line, for the log, and for the caller if there was no answer yet. */
export function accountOf(
  loss: Exclude<Loss, { type: "shutdown" }>,
  { timeoutMs, runtime }: FunctionConfiguration,
  requestId: string,
  now: Millis,
): { status: RuntimeFailure | "timeout"; line: string; outcome: AttemptOutcome } {
  switch (loss.type) {
    case "timeout":
      return {
        status: "timeout",
        line: timedOutLine(now, requestId, timeoutMs),
        outcome: timedOut(requestId, timeoutMs),
      };
    case "memory": {
      const killed = endOfRuntime({ type: "signalled", signal: "SIGKILL" }, runtime);
      // The caller is told of the signal; newer logs name the reason. aws-facts §6.3.
      const status = { ...killed, errorType: "Runtime.OutOfMemory" };
      return { status, line: crashLine(requestId, status), outcome: runtimeFailed(requestId, killed) };
    }
    case "initError": {
      const outcome = postedError(loss.payload, loss.errorType);
      const status = { errorType: outcome.errorType, reason: outcome.errorMessage };
      return { status, line: initErrorLine(outcome.errorType), outcome };
    }
    case "ended": {
      const status = endOfRuntime(loss.end, runtime);
      return { status, line: crashLine(requestId, status), outcome: runtimeFailed(requestId, status) };
    }
  }
}
