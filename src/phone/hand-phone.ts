import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { Participant } from "../connect/participant.ts";
import type { InputRequest, Message } from "../flow/effect.ts";
import type { EndedBy } from "../journal/event.ts";
import { spoken } from "../journal/spoken.ts";
import { speakingMs } from "./speaking-time.ts";

/** A page that speaks a prompt itself is waited for, but not for ever: it may have been closed. Chosen. */
const spokenMsMax: Millis = 120_000;
/** When nobody follows the call any more the phone is hung up. Long enough to load the page again. Chosen. */
const unattendedMs: Millis = 60_000;

/**
 * A phone that somebody holds in a browser. A prompt takes as long as a voice would take for it, unless the page says
 * that it speaks it aloud: then until it says that it has.
 */
export class HandPhone implements Participant {
  readonly #clock: Clock;
  readonly #ended: () => void;
  #listening: ((key: string) => void) | undefined;
  /** The number of the message that is being heard, from 1 in each call, and what ends it. */
  #message = 0;
  #heard: (() => void) | undefined;
  #cancelTimer: Cancel = () => {};
  #attending = 0;
  #cancelUnattended: Cancel = () => {};
  #hangUp: () => void = () => {};
  #over = false;

  constructor(clock: Clock, ended: () => void) {
    this.#clock = clock;
    this.#ended = ended;
  }

  /** It has dialled: `hangUp` ends the call. */
  connected(hangUp: () => void): void {
    this.#hangUp = hangUp;
    if (!this.#over) this.#wait();
  }

  say(message: Message, _voice: string, heard: () => void): Cancel {
    const number = ++this.#message;
    this.#heard = heard;
    this.#cancelTimer = this.#clock.after(speakingMs(spoken(message)), () => this.heard(number));
    return () => {
      this.#cancelTimer();
      this.#heard = undefined;
    };
  }

  listen(_input: InputRequest, key: (key: string) => void): Cancel {
    this.#listening = key;
    return () => {
      this.#listening = undefined;
    };
  }

  ended(_by: EndedBy): void {
    this.#over = true;
    this.#cancelUnattended();
    this.#ended();
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** What is pressed while the flow does not listen is lost, as on the real line. */
  press(keys: string): void {
    for (const key of keys) this.#listening?.(key);
  }

  /** The page has begun to speak the call's nth message aloud. */
  speaking(message: number): void {
    if (message !== this.#message || this.#heard === undefined) return;
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(spokenMsMax, () => this.heard(message));
  }

  /** The call's nth message has been heard to its end. */
  heard(message: number): void {
    const heard = this.#heard;
    if (message !== this.#message || heard === undefined) return;
    this.#cancelTimer();
    this.#heard = undefined;
    heard();
  }

  hangUp(): void {
    this.#hangUp();
  }

  /** Somebody follows the call, until the returned function is called. */
  attend(): Cancel {
    this.#attending += 1;
    this.#cancelUnattended();
    let attends = true;
    return () => {
      if (!attends) return;
      attends = false;
      this.#attending -= 1;
      if (this.#attending === 0 && !this.#over) this.#wait();
    };
  }

  #wait(): void {
    this.#cancelUnattended = this.#clock.after(unattendedMs, () => this.#hangUp());
  }
}
