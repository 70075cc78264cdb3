import type { Millis } from "../clock/clock.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";
import type { ConnectPolicy } from "./policy.ts";

/** Whether Connect sends one more request after `attempts` of them, the last of which ended so, with `leftMs` on the block's clock. */
export function shouldRetry(outcome: AttemptOutcome, attempts: number, leftMs: Millis, policy: ConnectPolicy): boolean {
  if (attempts > policy.retriesMax) return false;
  if (leftMs <= policy.retryDelayMs) return false; // The next attempt would start at the deadline, or after it.
  switch (outcome.type) {
    case "functionError":
    case "timedOut":
      return policy.retryFunctionErrors;
    case "throttled":
      return policy.retryThrottles;
    case "serviceError":
      return policy.retryServiceErrors;
    case "succeeded":
    case "rejected":
      return false;
  }
}
