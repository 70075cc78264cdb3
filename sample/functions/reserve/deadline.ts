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

/** What is left of the time in which the caller has to be answered, and how the steps share it. 7 s: the function's time-out. */
export class Deadline {
  readonly #context: Pick<Context, "getRemainingTimeInMillis">;
  readonly #endsAtRemainingMs: number;
  /** What one request to DynamoDB may take, with its second try: 1.0 s of 7 s. */
  readonly #recordMs: number;
  /** What is kept for one request to the restaurant that has to follow: 1.5 s of 7 s. It may take more where there is more. */
  readonly #requestMs: number;

  constructor(context: Pick<Context, "getRemainingTimeInMillis">) {
    const remainingMs = context.getRemainingTimeInMillis();
    this.#context = context;
    this.#endsAtRemainingMs = Math.max(reserveMs, remainingMs - answerWithinMs);
    const wholeMs = remainingMs - this.#endsAtRemainingMs;
    this.#recordMs = Math.floor(wholeMs * 0.18);
    this.#requestMs = Math.floor(wholeMs * 0.27);
  }

  /** For a request to DynamoDB, with its second try. */
  timeToRecord(): number {
    return enough(Math.min(this.#recordMs, this.#leftMs()));
  }

  /** For a look into the book: all that is left; but what is needed to send something, where nothing has been sent yet. */
  timeToLook({ hasSent }: { hasSent: boolean }): number {
    return enough(this.#leftMs() - (hasSent ? 0 : this.#recordMs + this.#requestMs));
  }

  /**
   * For a request that changes something: all but what it takes to find out, afterwards, what became of it. An API that
   * has been slow before will be slow then too: so it gets a third of what is left, and that look two thirds.
   */
  timeToSend(): number {
    const leftMs = this.#leftMs();
    return enough(Math.max(leftMs - this.#recordMs - this.#requestMs, leftMs / 3));
  }

  /** Of the time that the restaurant asks us to wait, what leaves enough for a look and a request. */
  timeToWait(askedMs: number): number {
    return Math.max(0, Math.min(askedMs, this.#leftMs() - 2 * this.#requestMs));
  }

  #leftMs(): number {
    return this.#context.getRemainingTimeInMillis() - this.#endsAtRemainingMs;
  }
}

function enough(ms: number): number {
  if (ms < leastMs) throw new Error("There is no time left for the next step.");
  return Math.floor(ms);
}
