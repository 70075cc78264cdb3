import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { Participant } from "../connect/participant.ts";
import type { InputRequest, Message } from "../flow/effect.ts";
import type { EndedBy } from "../journal/event.ts";
import { spoken } from "../journal/spoken.ts";

/** About twice as fast as a voice: what is shown is read faster than it is heard. Not measured, chosen. */
const perCharacterMs: Millis = 30;
/** One Japanese or Chinese character says about twice as much. */
const perWideCharacterMs: Millis = 60;

/** The person at the keyboard: keys go to the flow, Ctrl-C hangs up. What is said shows in the timeline. */
export class TerminalPhone implements Participant {
  readonly #clock: Clock;
  readonly #hangUp: () => void;
  readonly #ended: (by: EndedBy) => void;
  #key: ((key: string) => void) | undefined;

  constructor(clock: Clock, hangUp: () => void, ended: (by: EndedBy) => void) {
    this.#clock = clock;
    this.#hangUp = hangUp;
    this.#ended = ended;
    if (process.stdin.isTTY) process.stdin.setRawMode(true);
    process.stdin.on("data", this.#typed).on("error", nothing).resume();
  }

  say(message: Message, _voice: string, heard: () => void): Cancel {
    return this.#clock.after(readingMs(spoken(message)), heard);
  }

  listen(input: InputRequest, key: (key: string) => void): Cancel {
    const wanted =
      input.type === "key" || input.digitsMax === 1
        ? "one key"
        : input.terminator === ""
          ? `${input.digitsMax} digits`
          : `digits, then ${input.terminator}`;
    process.stderr.write(`        keys?    ${wanted} (Ctrl-C hangs up)\n`);
    this.#key = key;
    return () => {
      this.#key = undefined;
    };
  }

  ended(by: EndedBy): void {
    process.stdin.off("data", this.#typed).off("error", nothing).pause();
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    this.#ended(by);
  }

  readonly #typed = (data: Buffer): void => {
    for (const character of data.toString("utf8")) {
      if (character === "\u0003") this.#hangUp();
      else if (/[0-9*#]/.test(character)) this.#key?.(character);
    }
  };
}

/** A terminal that goes away: whoever sat there stays silent. */
const nothing = (): void => {};

function readingMs(text: string): Millis {
  return [...text].reduce(
    (sum, character) => sum + (/[\u3000-\u9fff\uff00-\uffef]/.test(character) ? perWideCharacterMs : perCharacterMs),
    0,
  );
}
