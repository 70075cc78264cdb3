import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { Participant } from "../connect/participant.ts";
import type { InputRequest, Message } from "../flow/effect.ts";
import type { EndedBy } from "../journal/event.ts";

/**
 * A caller who presses what a script says: one entry for each time that the flow asks, "" for staying silent.
 * Messages are heard in no time, so that a script is not slower than what it is there to measure. When the
 * script has no entry left the caller stays silent.
 */
export class ScriptedCaller implements Participant {
  readonly #clock: Clock;
  readonly #left: string[];
  readonly #ended: (by: EndedBy) => void;

  constructor(clock: Clock, presses: readonly string[], ended: (by: EndedBy) => void = () => {}) {
    this.#clock = clock;
    this.#left = [...presses];
    this.#ended = ended;
  }

  say(_message: Message, _voice: string, heard: () => void): Cancel {
    return this.#clock.after(0, heard);
  }

  listen(_input: InputRequest, key: (key: string) => void): Cancel {
    const keys = [...(this.#left.shift() ?? "")];
    const cancels = keys.map((one) => this.#clock.after(thinkMs, () => key(one)));
    return () => {
      for (const cancel of cancels) cancel();
    };
  }

  ended(by: EndedBy): void {
    this.#ended(by);
  }
}

/** Long enough for the prompt to have been heard; nobody's measurement. */
const thinkMs: Millis = 1;
