import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import { initLimitMs } from "./limits.ts";
import type { Turns } from "./turns.ts";

/** One start of a runtime: its turn among the cold starts, its time limit, and how long it has taken. */
export class InitPhase {
  readonly #clock: Clock;
  readonly #coldStarts: Turns;
  #startedAt: Millis = 0;
  #cancelLimit: Cancel = () => {};
  #giveTurnBack = () => {};

  constructor({ clock, coldStarts }: { readonly clock: Clock; readonly coldStarts: Turns }) {
    this.#clock = clock;
    this.#coldStarts = coldStarts;
  }

  /** Comes back when one more cold start may be under way. */
  async waitForTurn(): Promise<void> {
    this.#giveTurnBack = await this.#coldStarts.take();
  }

  begin(): void {
    this.#startedAt = this.#clock.now();
  }

  /** Of an Init phase that is not within a request, and so not within the function's own time-out. */
  limit(timedOut: () => void): void {
    this.#cancelLimit = this.#clock.after(initLimitMs, timedOut);
  }

  /** How long it has taken so far. */
  get ms(): Millis {
    return this.#clock.now() - this.#startedAt;
  }

  /** Its limit counts no more; its turn is its own until its runtime is gone. */
  stopTimer(): void {
    this.#cancelLimit();
  }

  /** It has ended, well or not. */
  end(): void {
    this.#cancelLimit();
    this.#giveTurnBack();
  }
}
