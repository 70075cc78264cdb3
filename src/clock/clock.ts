/** Milliseconds: a duration, or a moment since the Unix epoch. Thousandths are kept, no finer. */
export type Millis = number;

/** Takes back what was asked for. Calling it twice, or after the thing has happened, does nothing. */
export type Cancel = () => void;

/** The one source of time. Everything that waits in the bench waits on one of these. */
export interface Clock {
  /** Milliseconds since the Unix epoch. Never goes back. */
  now(): Millis;
  /**
   * Calls `fire` once, `delay` milliseconds from now: never before, and 0 is as soon as the current work is done,
   * never at once. Timers fire in the order in which they are due, ties in the order in which they were set.
   */
  after(delay: Millis, fire: () => void): Cancel;
}
