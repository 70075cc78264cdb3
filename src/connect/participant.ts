import type { Cancel } from "../clock/clock.ts";
import type { InputRequest, Message } from "../flow/effect.ts";
import type { EndedBy } from "../journal/event.ts";

/** The person on the line: someone at a phone, or a script. */
export interface Participant {
  /** Lets the caller hear a message; `heard` is called once it has been spoken to its end. */
  say(message: Message, voice: string, heard: () => void): Cancel;
  /** The flow wants keys: each one that the caller presses from now on goes to `key`. */
  listen(input: InputRequest, key: (key: string) => void): Cancel;
  /** The line is dead. */
  ended(by: EndedBy): void;
}
