import type { Cancel, Clock, Millis } from "./clock.ts";

/**
 * Real time. It starts at the wall clock's and then follows the monotonic one, so that an adjustment of the
 * machine's clock during a call moves nothing.
 */
export class SystemClock implements Clock {
  readonly #epoch = Date.now() - performance.now();

  now(): Millis {
    return Math.round((this.#epoch + performance.now()) * 1_000) / 1_000;
  }

  after(delay: Millis, fire: () => void): Cancel {
    // A Node timer counts whole milliseconds on a clock of its own and may fire a fraction early; a time limit must not.
    const due = performance.now() + delay;
    const wait = (left: Millis): NodeJS.Timeout =>
      setTimeout(() => {
        const early = due - performance.now();
        if (early > 0) timer = wait(early);
        else fire();
      }, Math.ceil(left));
    let timer = wait(delay);
    return () => clearTimeout(timer);
  }

  hold(): Cancel {
    return letGo;
  }

  inTurn(_order: string, then: () => void): void {
    then();
  }
}

const letGo: Cancel = () => {};
