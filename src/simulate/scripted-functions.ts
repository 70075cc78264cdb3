import type { Clock, Millis } from "../clock/clock.ts";
import type { AttemptRequest, Functions } from "../connect/invocation.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";

/** One answer of a scripted function. */
export interface Answer {
  readonly afterMs: Millis;
  readonly outcome: AttemptOutcome;
}

/** The function answers so after so long. */
export function answers(response: unknown, afterMs: Millis = 0): Answer {
  return { afterMs, outcome: { type: "succeeded", payload: JSON.stringify(response) } };
}

/** The handler throws after so long. */
export function throws(errorMessage: string, afterMs: Millis = 0): Answer {
  const payload = JSON.stringify({ errorType: "Error", errorMessage, trace: [] });
  return { afterMs, outcome: { type: "functionError", errorType: "Error", errorMessage, payload } };
}

/** The function is stopped by its own time-out. */
export function timesOut(timeoutMs: Millis): Answer {
  const errorMessage = `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`;
  const payload = JSON.stringify({ errorType: "Sandbox.Timedout", errorMessage });
  return { afterMs: timeoutMs, outcome: { type: "timedOut", errorType: "Sandbox.Timedout", errorMessage, payload } };
}

export function throttled(afterMs: Millis = 0): Answer {
  return { afterMs, outcome: { type: "throttled", reason: "ReservedFunctionConcurrentInvocationLimitExceeded" } };
}

export function serviceError(afterMs: Millis = 0): Answer {
  return {
    afterMs,
    outcome: { type: "serviceError", message: "An error occurred and the request cannot be processed." },
  };
}

/** Functions that answer from a list, one attempt an answer; the last answer repeats. Requests are kept to look at. */
export class ScriptedFunctions implements Functions {
  readonly requests: AttemptRequest[] = [];
  readonly #clock: Clock;
  readonly #script: Readonly<Record<string, readonly Answer[]>>;
  readonly #asked = new Map<string, number>();

  constructor(clock: Clock, script: Readonly<Record<string, readonly Answer[]>>) {
    this.#clock = clock;
    this.#script = script;
  }

  attempt(request: AttemptRequest, settled: (outcome: AttemptOutcome) => void): void {
    this.requests.push(request);
    const { functionName } = request;
    const turn = this.#asked.get(functionName) ?? 0;
    this.#asked.set(functionName, turn + 1);
    const list = this.#script[functionName] ?? [];
    const answer = list[Math.min(turn, list.length - 1)] ?? missing(functionName);
    this.#clock.after(answer.afterMs, () => settled(answer.outcome));
  }
}

function missing(functionName: string): Answer {
  return {
    afterMs: 0,
    outcome: {
      type: "rejected",
      status: 404,
      errorType: "ResourceNotFoundException",
      message: `Function not found: ${functionName}`,
    },
  };
}
