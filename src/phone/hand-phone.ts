import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { Participant } from "../connect/participant.ts";
import type { InputRequest, Message } from "../flow/effect.ts";
import type { EndedBy } from "../journal/event.ts";
import { spoken } from "../journal/spoken.ts";
import { speakingMs } from "./speaking-time.ts";
import type { Tempo } from "./tempo.ts";

/** A page that speaks a prompt itself is waited for, but not for ever: it may have been closed. Chosen. */
const spokenMsMax: Millis = 120_000;
/** When nobody follows the call any more the phone is hung up. Long enough to load the page again. Chosen. */
const unattendedMs: Millis = 60_000;

export interface HandPhoneOptions {
  /** The call's. */
  readonly clock: Clock;
  /** The page's: whether anybody is there is a matter of real time. */
  readonly real: Clock;
  /** How the call's time goes by. Undefined: it is the real one. */
  readonly tempo: Tempo | undefined;
}

/**
 * A phone that somebody holds in a browser. A prompt takes as long as a voice would take for it, unless the page says
 * that it speaks it aloud: then until it says that it has.
 */
export class HandPhone implements Participant {
  readonly #clock: Clock;
  readonly #real: Clock;
  readonly #tempo: Tempo | undefined;
  #ended: () => void = () => {};
  #listening: ((key: string) => void) | undefined;
  /** The number of the message that is being heard, from 1 in each call, and what ends it. */
  #message = 0;
  #heard: (() => void) | undefined;
  /** The page speaks it aloud. */
  #isAloud = false;
  #cancelTimer: Cancel = () => {};
  #attending = 0;
  #cancelUnattended: Cancel = () => {};
  #hangUp: () => void = () => {};
  #over = false;

  constructor({ clock, real, tempo }: HandPhoneOptions) {
    this.#clock = clock;
    this.#real = real;
    this.#tempo = tempo;
  }

  /** It has dialled: `hangUp` ends the call. */
  connected(hangUp: () => void): void {
    this.#hangUp = hangUp;
    if (!this.#over) this.#wait();
  }

  say(message: Message, _voice: string, heard: () => void): Cancel {
    const number = ++this.#message;
    this.#heard = heard;
    this.#cancelTimer = this.#clock.after(speakingMs(spoken(message)), () => this.#hears(number));
    this.#keepPace();
    return () => {
      this.#cancelTimer();
      this.#fallSilent();
    };
  }

  listen(_input: InputRequest, key: (key: string) => void): Cancel {
    this.#listening = key;
    this.#keepPace();
    return () => {
      this.#listening = undefined;
      this.#keepPace();
    };
  }

  ended(_by: EndedBy): void {
    this.#over = true;
    this.#cancelUnattended();
    this.#ended();
  }

  /** Calls back when its call has ended: nothing can be done with it any more. At once where that is so already. */
  whenOver(then: () => void): void {
    this.#ended = then;
    if (this.#over) then();
  }

  /** What is pressed while the flow does not listen is lost, as on the real line. */
  press(keys: string): void {
    this.#tempo?.catchUp();
    for (const key of keys) this.#listening?.(key);
  }

  /** The page has begun to speak the call's nth message aloud. */
  speaking(message: number): void {
    if (message !== this.#message || this.#heard === undefined) return;
    this.#tempo?.catchUp();
    this.#isAloud = true;
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(spokenMsMax, () => this.#hears(message));
    this.#keepPace();
  }

  /** The page has spoken the call's nth message to its end. */
  heard(message: number): void {
    this.#tempo?.catchUp();
    this.#hears(message);
  }

  /** Simulated time goes so much faster than the real one from now on. Real time knows no other pace. */
  choosePace(speed: number): void {
    this.#tempo?.choose(speed);
  }

  hangUp(): void {
    this.#tempo?.catchUp();
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
    this.#cancelUnattended = this.#real.after(unattendedMs, () => this.hangUp());
  }

  #hears(message: number): void {
    const heard = this.#heard;
    if (message !== this.#message || heard === undefined) return;
    this.#cancelTimer();
    this.#fallSilent();
    heard();
  }

  /** The line falls silent. */
  #fallSilent(): void {
    this.#heard = undefined;
    this.#isAloud = false;
    this.#keepPace();
  }

  #keepPace(): void {
    this.#tempo?.upToCaller(this.#isAloud || (this.#listening !== undefined && this.#heard === undefined));
  }
}
