import type { Chance } from "../clock/chance.ts";
import type { Clock } from "../clock/clock.ts";
import type { Wire } from "../clock/wire.ts";
import type { MemoryWatch } from "./memory.ts";
import type { LambdaObserver } from "./observer.ts";
import type { Standbys } from "./standby.ts";
import type { Turns } from "./turns.ts";
import type { Watchdog } from "./watchdog.ts";

/** What all environments share. */
export interface Services {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly observer: LambdaObserver;
  readonly watchdog: Watchdog;
  readonly standbys: Standbys;
  readonly memory: MemoryWatch;
  /** The bench's own temporary folder. */
  readonly scratchPath: string;
  readonly prepareEnvironment: PrepareEnvironment;
  /** Cold starts that may be under way at the same time. */
  readonly coldStarts: Turns;
}

/** What others need in an environment, made before its first process starts and given back when it is gone. */
export type PrepareEnvironment = (about: {
  readonly environmentId: string;
  readonly functionName: string;
  /** Lets something through to the environment, such as an answer to its request, when its clock shows the right time. */
  readonly reach: (deliver: () => void) => void;
  /** Ends the environment's process as if it had ended itself, with exit status 1. */
  readonly crash: () => void;
}) => Promise<PreparedEnvironment>;

export interface PreparedEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** Where the others serve it. */
  readonly wires?: readonly Wire[];
  /** Whether something that the environment asked for is still under way. */
  readonly isAwaited?: () => boolean;
  readonly release: () => void;
}
