import type { Millis } from "../clock/clock.ts";
import type { Instance } from "../connect/instance.ts";
import type { JournalEvent } from "../journal/event.ts";
import { ScriptedCaller } from "./scripted-caller.ts";
import { type Answer, ScriptedFunctions } from "./scripted-functions.ts";
import { Stage } from "./stage.ts";

export interface Script {
  readonly instance: Instance;
  readonly number: string;
  readonly from?: string;
  readonly presses?: readonly string[];
  readonly functions?: Readonly<Record<string, readonly Answer[]>>;
  readonly seed?: number;
  /** The caller hangs up so long after the start. */
  readonly hangUpAtMs?: Millis;
}

/** One whole call with scripted functions, from ringing to the end of the last orphan, in no time at all. */
export function play({
  instance,
  number,
  from = "+819012345678",
  presses = [],
  functions = {},
  seed = 1,
  hangUpAtMs,
}: Script): {
  readonly events: readonly JournalEvent[];
  readonly functions: ScriptedFunctions;
} {
  const stage = new Stage(instance, seed);
  const scripted = new ScriptedFunctions(stage.clock, functions);
  const participant = new ScriptedCaller(stage.clock, presses);
  const call = stage.dial({ to: number, from, participant, functions: scripted });
  if (hangUpAtMs !== undefined) stage.clock.after(hangUpAtMs, () => call.hangUp());
  stage.finish();
  return { events: stage.journal.events, functions: scripted };
}
