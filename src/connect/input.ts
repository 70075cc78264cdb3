import type { Cancel, Clock } from "../clock/clock.ts";
import { type Entry, noKeys, press } from "../flow/digits.ts";
import type { InputRequest, Replies } from "../flow/effect.ts";

interface Line {
  readonly clock: Clock;
  /** Lets the caller hear the prompt. */
  readonly prompt: (heard: () => void) => Cancel;
  /** Hands over each key that the caller presses. */
  readonly listen: (key: (key: string) => void) => Cancel;
  readonly pressed: (key: string) => void;
  readonly complete: (reply: Replies["input"]) => void;
}

/**
 * Collects a caller's keys until the input is complete. The first key interrupts the prompt; the time for it
 * starts when the prompt has been heard; every further key has the time between keys. Digits that stop coming
 * are complete. https://docs.aws.amazon.com/connect/latest/adminguide/store-customer-input.html
 */
export function collect(input: InputRequest, { clock, prompt, listen, pressed, complete }: Line): Cancel {
  let entry: Entry = noKeys;
  let cancelTimer: Cancel = () => {};
  const wait = (ms: number, then: () => void): void => {
    cancelTimer();
    cancelTimer = clock.after(ms, then);
  };
  const stop = (): void => {
    cancelTimer();
    cancelPrompt();
    cancelListening();
  };
  const finish = (reply: Replies["input"]): void => {
    stop();
    complete(reply);
  };
  const nothing = () => finish({ type: "timedOut" });
  const keyed = () => finish({ type: "keys", keys: entry.keys });

  let cancelPrompt: Cancel = () => {};
  let cancelListening: Cancel = () => {};
  cancelPrompt = prompt(() => wait(input.firstKeyMs, nothing));
  cancelListening = listen((key) => {
    pressed(key);
    cancelPrompt();
    entry = press(input, entry, key);
    // A key pressed in the same moment may still move a terminator of several keys: flow/digits.
    if (entry.completedBy !== undefined) wait(0, keyed);
    else if (entry.keys === "") wait(input.firstKeyMs, nothing);
    else wait(input.type === "digits" ? input.interdigitMs : 0, keyed);
  });
  return stop;
}
