/** Milliseconds: a duration, or a moment since the Unix epoch. Thousandths are kept, no finer. */
export type Millis = number;

/** Takes back what was asked for. Calling it twice, or after the thing has happened, does nothing. */
export type Cancel = () => void;

/** The one source of time. Everything that waits in the bench waits on one of these. */
export interface Clock {
  /** Milliseconds since the Unix epoch. Never goes back, unless a simulated clock is set back between two runs. */
  now(): Millis;
  /**
   * Calls `fire` once, `delay` milliseconds from now: never before, and 0 is as soon as the current work is done,
   * never at once. Timers fire in the order in which they are due, ties in the order in which they were set.
   */
  after(delay: Millis, fire: () => void): Cancel;
  /**
   * While something really takes time that the clock does not count, simulated time stands still: until what is
   * returned is called. `what` tells what is going on and what it waits for, should it never end. Real time holds for
   * nobody. `limitMs`: how long it may take in real time, where that is longer than anything else.
   */
  hold(what: () => string, limitMs?: Millis): Cancel;
  /**
   * Calls `then` when what is going on at this moment has had its turn: in simulated time, where it would be chance which
   * of two processes is heard first, in the order of `order`, one after the other; in real time at once.
   */
  inTurn(order: () => string, then: () => void): void;
}
