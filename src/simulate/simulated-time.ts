import type { BenchError } from "../bench-error.ts";
import { type Chance, seededChance } from "../clock/chance.ts";
import { DrivenClock, type DrivenClockOptions } from "../clock/driven.ts";

/** The time and the chance of one run among real handlers. */
export interface SimulatedTime {
  readonly clock: DrivenClock;
  readonly chance: Chance;
  /** Fails with a BenchError when simulated time cannot go on. Whatever waits in it is raced against this. */
  readonly standsStill: Promise<never>;
}

export function simulatedTime(seed: number, time: Omit<DrivenClockOptions, "givenUp"> = {}): SimulatedTime {
  let givenUp: (error: BenchError) => void = () => {};
  const standsStill = new Promise<never>((_resolve, reject) => {
    givenUp = reject;
  });
  standsStill.catch(() => {}); // Time may stand still before anybody waits in it.
  return {
    clock: new DrivenClock({ ...time, givenUp: (error) => givenUp(error) }),
    chance: seededChance(seed),
    standsStill,
  };
}
