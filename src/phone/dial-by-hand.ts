import type { Clock } from "../clock/clock.ts";
import type { Bench } from "../connect/bench.ts";
import type { CallConditions, ConditionsOfCall } from "./call-conditions.ts";
import { HandPhone } from "./hand-phone.ts";
import type { Tempo } from "./tempo.ts";

/** A call that somebody wants to make by hand. */
export interface HandCall {
  readonly number: string;
  readonly from: string;
  readonly conditions: ConditionsOfCall;
}

/** Where it is made. */
export interface HandLine {
  readonly bench: Bench;
  readonly conditions: CallConditions;
  /** The line's. */
  readonly clock: Clock;
  /** The page's. */
  readonly real: Clock;
  readonly tempo: Tempo | undefined;
}

/** A phone in somebody's hand, and the call that it is in. */
export interface HeldPhone {
  readonly contactId: string;
  readonly phone: HandPhone;
}

/** Takes a phone in hand and dials with it. */
export function dialByHand(
  { number, from, conditions: wanted }: HandCall,
  { bench, conditions, ...time }: HandLine,
): HeldPhone {
  const phone = new HandPhone(time);
  const call = conditions.during(wanted, () => bench.dial({ to: number, from, participant: phone }));
  phone.connected(() => call.hangUp());
  return { contactId: call.contactId, phone };
}
