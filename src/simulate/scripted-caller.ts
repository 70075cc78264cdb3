import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { Participant } from "../connect/participant.ts";
import type { InputRequest, Message } from "../flow/effect.ts";
import type { EndedBy } from "../journal/event.ts";

/** Long enough for the prompt to have been heard; nobody's measurement. */
const shortThoughtMs: Millis = 1;

/** A call that nobody can end by hand is hung up when it lasts longer. AWS's own tests of a flow end after 5 minutes too (testing-simulation-execute-test-cases.html). */
export const unattendedMs: Millis = 300_000;

/**
 * A caller who presses what a script says: one entry for each time that the flow asks, "" for staying silent.
 * Messages are heard in no time, so that a script is not slower than what it is there to measure. When the
 * script has no entry left the caller stays silent.
 */
export class ScriptedCaller implements Participant {
  readonly #clock: Clock;
  readonly #left: string[];
  readonly #ended: (by: EndedBy) => void;
  readonly #thoughtMs: () => Millis;

  constructor(
    clock: Clock,
    presses: readonly string[],
    ended: (by: EndedBy) => void = () => {},
    /** How long the caller thinks before an entry; its keys then come at once. */
    thoughtMs: () => Millis = () => shortThoughtMs,
  ) {
    this.#clock = clock;
    this.#left = [...presses];
    this.#ended = ended;
    this.#thoughtMs = thoughtMs;
  }

  say(_message: Message, _voice: string, heard: () => void): Cancel {
    return this.#clock.after(0, heard);
  }

  listen(_input: InputRequest, key: (key: string) => void): Cancel {
    const keys = this.#left.shift() ?? "";
    let listening = true;
    const cancel = this.#clock.after(this.#thoughtMs(), () => {
      for (const one of keys) if (listening) key(one);
    });
    return () => {
      listening = false;
      cancel();
    };
  }

  ended(by: EndedBy): void {
    this.#ended(by);
  }
}
