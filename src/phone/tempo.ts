import type { DrivenClock } from "../clock/driven.ts";

/** As in life: a person cannot think faster. */
const lifelike = 1;

/** How fast the simulated time of a call goes by that somebody makes by hand: as chosen, but as in life while it is up to him. */
export class Tempo {
  readonly #clock: DrivenClock;
  #speed: number;
  #isUpToCaller = false;

  /** `speed`: so many simulated milliseconds in a real one. */
  constructor(clock: DrivenClock, speed: number) {
    this.#clock = clock;
    this.#speed = speed;
    clock.go(speed);
  }

  /** As chosen. */
  get speed(): number {
    return this.#speed;
  }

  choose(speed: number): void {
    this.#speed = speed;
    this.#go();
  }

  /** Whether the line waits for the caller, or a voice speaks to him that is no faster than others. */
  upToCaller(is: boolean): void {
    if (is === this.#isUpToCaller) return;
    this.#isUpToCaller = is;
    this.#go();
  }

  /** What the caller does, he does at the moment that has come by now. */
  catchUp(): void {
    this.#clock.catchUp();
  }

  #go(): void {
    this.#clock.go(this.#isUpToCaller ? Math.min(lifelike, this.#speed) : this.#speed);
  }
}
