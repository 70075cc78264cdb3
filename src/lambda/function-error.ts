import type { Millis } from "../clock/clock.ts";
import type { AttemptOutcome } from "./attempt.ts";
import { responseBytesMax } from "./limits.ts";

/** How a runtime's process ended. */
export type ProcessEnd =
  | { readonly type: "exited"; readonly status: number }
  | { readonly type: "signalled"; readonly signal: NodeJS.Signals }
  /** The operating system would not start it. */
  | { readonly type: "notStarted"; readonly path: string; readonly code: string };

/** Why a runtime is no longer there, as Lambda names and words it. */
export interface RuntimeFailure {
  readonly errorType: string;
  readonly reason: string;
}

type FunctionError = Extract<AttemptOutcome, { type: "functionError" }>;

/** The outcome of an error that the runtime itself posted: a JSON object with `errorType` and `errorMessage`, if it keeps to the Runtime API. */
export function postedError(payload: string, errorTypeHeader: string | undefined): FunctionError {
  const { errorType, errorMessage } = errorFields(payload);
  // What Lambda says of an error without a type was seen in function logs: "Runtime.Unknown".
  return {
    type: "functionError",
    errorType: errorType ?? errorTypeHeader ?? "Runtime.Unknown",
    errorMessage: errorMessage ?? "",
    payload,
  };
}

/** The function's own time-out. aws-facts §6.3 and §10 question 19: today's form, not the one without an errorType. */
export function timedOut(requestId: string, timeoutMs: Millis): AttemptOutcome {
  return {
    type: "timedOut",
    ...described(requestId, { errorType: "Sandbox.Timedout", reason: timedOutReason(timeoutMs) }),
  };
}

export function timedOutReason(timeoutMs: Millis): string {
  return `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`;
}

export function runtimeFailed(requestId: string, failure: RuntimeFailure): FunctionError {
  return { type: "functionError", ...described(requestId, failure) };
}

export function responseTooLarge(): FunctionError {
  const errorType = "Function.ResponseSizeTooLarge";
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${responseBytesMax} bytes).`;
  return { type: "functionError", errorType, errorMessage, payload: JSON.stringify({ errorMessage, errorType }) };
}

/** What Lambda says of a runtime that ended by itself. */
export function endOfRuntime(end: ProcessEnd, runtime: string): RuntimeFailure {
  switch (end.type) {
    case "exited":
      if (end.status === 0) return exitError("Runtime exited without providing a reason");
      // Node's own code for a promise that nothing can settle any more; nodejs.cjs uses it, as AWS's runtimes do.
      if (end.status === 13 && runtime.startsWith("nodejs")) {
        return {
          errorType: "Runtime.NodeJsExit",
          reason:
            "Lambda runtime client detected an unexpected Node.js exit code. " +
            "This is most commonly caused by a Promise that was never settled.",
        };
      }
      return exitError(`Runtime exited with error: exit status ${end.status}`);
    case "signalled":
      return exitError(`Runtime exited with error: signal: ${signalNames[end.signal] ?? end.signal}`);
    case "notStarted":
      return {
        errorType: "Runtime.InvalidEntrypoint",
        reason: `fork/exec ${end.path}: ${startErrors[end.code] ?? end.code}`,
      };
  }
}

const exitError = (reason: string): RuntimeFailure => ({ errorType: "Runtime.ExitError", reason });

// Lambda is written in Go, and these are Go's words for signals and errors.
const signalNames: Readonly<Record<string, string>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGQUIT: "quit",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};
const startErrors: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  ENOENT: "no such file or directory",
  ENOEXEC: "exec format error",
};

function described(requestId: string, { errorType, reason }: RuntimeFailure) {
  const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
  return { errorType, errorMessage, payload: JSON.stringify({ errorType, errorMessage }) };
}

function errorFields(payload: string): { errorType?: string; errorMessage?: string } {
  let posted: unknown;
  try {
    posted = JSON.parse(payload);
  } catch {
    return {};
  }
  const { errorType, errorMessage } = Object(posted) as Record<string, unknown>;
  return {
    ...(typeof errorType === "string" && errorType !== "" ? { errorType } : {}),
    ...(typeof errorMessage === "string" ? { errorMessage } : {}),
  };
}
