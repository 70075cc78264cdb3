/**
 * How Amazon Connect treats an Invoke AWS Lambda function block. Data in one place; an instance may set each
 * number of its own under "policy". Where AWS documents nothing the value is a choice, and docs/fidelity.md
 * lists it. Guide: https://docs.aws.amazon.com/connect/latest/adminguide/
 */
export interface ConnectPolicy {
  readonly retriesMax: number;
  readonly retryDelayMs: number;
  readonly retryFunctionErrors: boolean;
  readonly retryThrottles: boolean;
  readonly retryServiceErrors: boolean;
  readonly chainLimitMs: number;
  readonly responseBytesMax: number;
  readonly stringMapValues: "strings" | "primitives";
  readonly externalAfterFailure: "keep" | "clear";
  readonly hangUpStopsRetries: boolean;
  readonly accountConcurrency: number;
}

export const connectPolicy: ConnectPolicy = {
  /**
   * "retries up to three times, for maximum until timeout specified" (invoke-lambda-function-block.html). Read
   * literally: three in addition to the first, so four executions at most. The reading "three in all" is 2.
   */
  retriesMax: 3,

  /**
   * Not documented. The field report saw the second run start within the second that was left. Chosen: the mean of
   * an AWS SDK's first back-off, which is a random share of 100 ms.
   */
  retryDelayMs: 50,

  /** "When a Lambda invocation returns an error": exceptions, exits and the function's own time-out. No page excludes any. */
  retryFunctionErrors: true,

  /** "If your Lambda invocation gets throttled, the request is retried." (same page) */
  retryThrottles: true,

  /** "It is also retried if a general service failure (500 error) happens." (same page) */
  retryServiceErrors: true,

  /**
   * "Amazon Connect limits the duration of a sequence of Lambda functions to 20 seconds." (connect-lambda-functions.html)
   * What counts is not documented. Chosen: the time that the contact spent in Invoke blocks, retries included,
   * since the caller last heard or was asked something.
   */
  chainLimitMs: 20_000,

  /** "The Lambda response can be up to 32kb" and "less than 32 KB of UTF-8" (connect-lambda-functions.html). */
  responseBytesMax: 32 * 1_024,

  /**
   * "a flat object of key/value pairs of the string type" (connect-lambda-functions.html). Whether numbers and
   * booleans are refused is not documented. Chosen: they are; "primitives" takes them as text.
   */
  stringMapValues: "strings",

  /** Whether $.External survives an invocation that failed is not documented. Chosen: it does. */
  externalAfterFailure: "keep",

  /** Whether Connect goes on retrying for a caller who has hung up is not documented. Chosen: it does not. */
  hangUpStopsRetries: true,

  /** Lambda's default: 1,000 concurrent executions in an account's Region (lambda/latest/dg/lambda-concurrency.html). */
  accountConcurrency: 1_000,
};
