import type { Chance } from "../clock/chance.ts";
import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { InvokeEffect, Replies } from "../flow/effect.ts";
import type { Entry } from "../journal/event.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";
import { functionNameOf } from "../lambda/function.ts";
import type { ConnectPolicy } from "./policy.ts";
import { understand } from "./response.ts";
import { shouldRetry } from "./retry.ts";

/** Something that can run a function once: a pool of processes, or a script. */
export interface Functions {
  /** Nothing takes a request back once it is sent; `settled` is called once, later. */
  attempt(request: AttemptRequest, settled: (outcome: AttemptOutcome) => void): void;
}

export interface AttemptRequest {
  readonly functionName: string;
  /** The attempt's name in the journal, and the RequestId that the function sees. */
  readonly requestId: string;
  /** The event as JSON text. */
  readonly payload: string;
}

export interface InvocationOptions {
  readonly id: string;
  readonly contactId: string;
  readonly action: string;
  readonly effect: InvokeEffect;
  readonly event: object;
  /** How long the flow waits, and whose limit that is: the block's own, or what a chain of functions has left. */
  readonly limit: { readonly type: "block" | "chain"; readonly ms: Millis };
  readonly functions: Functions;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly policy: ConnectPolicy;
  readonly write: (entry: Entry) => void;
  readonly settled: (reply: Replies["invoke"]) => void;
}

/**
 * One run of an Invoke block: requests to Lambda, one at a time, until one succeeds, the policy gives up or the
 * limit passes. The limit's clock starts when the first request is sent and covers cold starts. When it passes
 * the flow goes on at once; a function that is still running is not cancelled, and how it ends is still written.
 */
export class Invocation {
  readonly #options: InvocationOptions;
  readonly #functionName: string;
  readonly #payload: string;
  readonly #deadline: Millis;
  #attempts = 0;
  #state: "waited for" | "deserted" | "over" = "waited for";
  #cancelTimers: Cancel = () => {};

  constructor(options: InvocationOptions) {
    const { effect, event, limit, clock } = options;
    this.#options = options;
    this.#functionName = functionNameOf(effect.functionArn);
    this.#payload = JSON.stringify(event);
    this.#deadline = clock.now() + limit.ms;
    this.#begin();
  }

  /** The caller has hung up: nobody waits for the answer any more. */
  abandon(): void {
    if (this.#state !== "waited for") return;
    if (this.#options.policy.hangUpStopsRetries) this.#finish({ type: "abandoned" });
    else this.#state = "deserted";
  }

  #begin(): void {
    const { id, contactId, action, effect, limit, clock, write } = this.#options;
    const functionName = this.#functionName;
    const { parameters } = effect;
    write({ type: "invocation.started", id, contactId, action, functionName, limitMs: limit.ms, parameters });
    this.#cancelTimers = clock.after(limit.ms, () => this.#passLimit());
    if (limit.ms > 0) this.#attempt();
  }

  #passLimit(): void {
    const { type } = this.#options.limit;
    if (type === "block") this.#finish({ type: "failed", error: "TimeLimitExceeded", results: functionError }, type);
    else this.#finish({ type: "failed", error: "NoMatchingError", results: "execution limit reached" }, type);
  }

  #attempt(): void {
    const { id, contactId, functions, chance, clock, write } = this.#options;
    this.#attempts += 1;
    const functionName = this.#functionName;
    const attempt = { id: chance.uuid(), contactId, invocationId: id, functionName, number: this.#attempts };
    write({ type: "attempt.started", ...attempt });
    functions.attempt({ functionName, requestId: attempt.id, payload: this.#payload }, (outcome) => {
      // A busy machine looks at its clock late. What comes after the limit came too late all the same.
      if (this.#state !== "over" && clock.now() >= this.#deadline) this.#passLimit();
      write({ type: "attempt.finished", ...attempt, outcome, orphaned: this.#state !== "waited for" });
      if (this.#state !== "over") this.#settle(outcome, attempt.id);
    });
  }

  #settle(outcome: AttemptOutcome, requestId: string): void {
    const { clock, policy, effect } = this.#options;
    if (outcome.type === "succeeded") {
      const understood = understand(outcome.payload, effect.responseType, policy);
      if (understood.type === "understood") this.#finish({ type: "succeeded", response: understood.response });
      else {
        const why = `the answer was not understood: ${understood.why}`;
        this.#finish({ type: "failed", error: "NoMatchingError", results: functionError, why });
      }
    } else if (shouldRetry(outcome, this.#attempts, this.#deadline - clock.now(), policy)) {
      this.#retry();
    } else {
      this.#finish({ type: "failed", error: "NoMatchingError", results: resultsOf(outcome, requestId) });
    }
  }

  #retry(): void {
    const { clock, policy } = this.#options;
    const cancelLimit = this.#cancelTimers;
    const cancelRetry = clock.after(policy.retryDelayMs, () => {
      if (clock.now() < this.#deadline) this.#attempt();
    });
    this.#cancelTimers = () => {
      cancelRetry();
      cancelLimit();
    };
  }

  #finish(reply: Replies["invoke"] | { type: "abandoned" }, limit?: "block" | "chain"): void {
    const { id, contactId, settled, write } = this.#options;
    const deserted = this.#state === "deserted";
    this.#state = "over";
    this.#cancelTimers();
    const heard = deserted ? { type: "abandoned" as const } : reply;
    write({ type: "invocation.finished", id, contactId, functionName: this.#functionName, reply: heard, limit });
    if (heard.type !== "abandoned") settled(heard);
  }
}

/** What the flow log says of a failed invocation, also when the function succeeded too late. (Seen in real logs.) */
const functionError = "The Lambda Function Returned An Error.";

function resultsOf(outcome: Exclude<AttemptOutcome, { type: "succeeded" }>, requestId: string): string {
  switch (outcome.type) {
    case "rejected":
      return `Status Code: ${outcome.status}; Error Code: ${outcome.errorType}; RequestId: ${requestId}`;
    case "functionError":
    case "timedOut":
    case "throttled":
    case "serviceError":
      return functionError;
  }
}
