import { expect, test } from "vitest";
import type { AttemptOutcome } from "../lambda/attempt.ts";
import { connectPolicy } from "./policy.ts";
import { shouldRetry } from "./retry.ts";

const thrown: AttemptOutcome = { type: "functionError", errorType: "Error", errorMessage: "no", payload: "{}" };
const retried: readonly AttemptOutcome[] = [
  thrown,
  { ...thrown, type: "timedOut" },
  { type: "throttled", reason: "ConcurrentInvocationLimitExceeded" },
  { type: "serviceError", message: "no" },
];

test.each(retried.map((outcome) => [outcome.type, outcome] as const))(
  "%s is retried three times, not four",
  (_type, outcome) => {
    const retries = [1, 2, 3, 4].map((attempts) => shouldRetry(outcome, attempts, 5_000, connectPolicy));
    expect(retries).toEqual([true, true, true, false]);
  },
);

test("what Lambda does not take, or answers, is not retried", () => {
  const final: readonly AttemptOutcome[] = [
    { type: "succeeded", payload: "{}" },
    { type: "rejected", status: 404, errorType: "ResourceNotFoundException", message: "no" },
  ];
  expect(final.map((outcome) => shouldRetry(outcome, 1, 5_000, connectPolicy))).toEqual([false, false]);
});

test("no retry starts at the deadline or after it", () => {
  expect(shouldRetry(thrown, 1, connectPolicy.retryDelayMs, connectPolicy)).toBe(false);
  expect(shouldRetry(thrown, 1, connectPolicy.retryDelayMs + 1, connectPolicy)).toBe(true);
});

test("an instance may switch each kind of retry off", () => {
  const none = { ...connectPolicy, retryFunctionErrors: false, retryThrottles: false, retryServiceErrors: false };
  expect(retried.map((outcome) => shouldRetry(outcome, 1, 5_000, none))).toEqual([false, false, false, false]);
});
