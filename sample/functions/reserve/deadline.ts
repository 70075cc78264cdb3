import type { Context } from "aws-lambda";

/**
 * The answer has to be there before the Invoke block gives up: after 8 s, Connect's most, of which a cold start may
 * have taken 2 s before this clock began. Half a second is for the way there and back.
 */
const answerWithinMs = 5_500;

/** And before Lambda ends the function: a function that is ended is invoked again. */
const reserveMs = 1_500;

/** Too little for any request; with less there is no point in beginning one. */
const leastMs = 100;

/** What is left of the time in which the caller has to be answered, and how the steps share it. */
export class Deadline {
  readonly #context: Pick<Context, "getRemainingTimeInMillis">;
  readonly #endsAtRemainingMs: number;
  /** One request to DynamoDB, with its second try: some 1.0 s where the function may take 7 s. */
  readonly recordMs: number;
  /** One look into the restaurant's book: some 1.5 s. */
  readonly readMs: number;

  constructor(context: Pick<Context, "getRemainingTimeInMillis">) {
    const remainingMs = context.getRemainingTimeInMillis();
    this.#context = context;
    this.#endsAtRemainingMs = Math.max(reserveMs, remainingMs - answerWithinMs);
    const wholeMs = remainingMs - this.#endsAtRemainingMs;
    this.recordMs = Math.floor(wholeMs * 0.18);
    this.readMs = Math.floor(wholeMs * 0.27);
  }

  /** The time for a step that takes so much at most, and leaves so much for those after it. Throws when that is none. */
  timeFor(mostMs: number, { keepMs = 0 } = {}): number {
    const leftMs = this.#context.getRemainingTimeInMillis() - this.#endsAtRemainingMs - keepMs;
    const ms = Math.floor(Math.min(mostMs, leftMs));
    if (ms < leastMs) throw new Error("There is no time left for the next step.");
    return ms;
  }

  /** What a request that changes something may take: all but what it takes to find out, afterwards, what became of it. */
  timeToSend(): number {
    return this.timeFor(Number.POSITIVE_INFINITY, { keepMs: this.recordMs + this.readMs });
  }
}
