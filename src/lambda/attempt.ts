/** How one synchronous request to Lambda ended, in Lambda's words. aws-facts §6.3. */
export type AttemptOutcome =
  /** `payload` is the JSON text that the handler answered with ("null" where it answered nothing). */
  | { readonly type: "succeeded"; readonly payload: string }
  /** The handler failed: an exception, an exit, a response that is too large … `payload` is the error as JSON text. */
  | {
      readonly type: "functionError";
      readonly errorType: string;
      readonly errorMessage: string;
      readonly payload: string;
    }
  /** The function's own time-out: for Lambda's clients a function error of type Sandbox.Timedout. */
  | { readonly type: "timedOut"; readonly errorType: string; readonly errorMessage: string; readonly payload: string }
  /** 429 TooManyRequestsException. */
  | { readonly type: "throttled"; readonly reason: string }
  /** 500 ServiceException. */
  | { readonly type: "serviceError"; readonly message: string }
  /** Lambda did not take the request: 404 ResourceNotFoundException, 413 RequestTooLargeException … Not worth a retry. */
  | { readonly type: "rejected"; readonly status: number; readonly errorType: string; readonly message: string };
