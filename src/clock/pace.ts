import type { Cancel, Millis } from "./clock.ts";
import { SystemClock } from "./system.ts";

/** Lets simulated time pass for somebody who lives in it: `speed` milliseconds of it in a real one. */
export class Pace {
  speed: number;
  readonly #real = new SystemClock();
  #passes: { readonly from: Millis; readonly realFrom: Millis } | undefined;
  #cancel: Cancel = () => {};

  constructor(speed: number) {
    this.speed = speed;
  }

  /** Time passes from `now` on, and `arrive` is called when `next` has come; undefined: nothing lies ahead. */
  pass(now: Millis, next: Millis | undefined, arrive: () => void): void {
    this.#passes = { from: now, realFrom: this.#real.now() };
    if (next !== undefined) this.#cancel = this.#real.after((next - now) / this.speed, arrive);
  }

  /** Time stands still from here on. How far it has come; undefined: it stood still already. */
  halt(): Millis | undefined {
    if (this.#passes === undefined) return undefined;
    const { from, realFrom } = this.#passes;
    this.#passes = undefined;
    this.#cancel();
    return Math.round((from + (this.#real.now() - realFrom) * this.speed) * 1_000) / 1_000;
  }
}
