import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { Participant } from "../connect/participant.ts";
import type { InputRequest, Message } from "../flow/effect.ts";
import { spoken } from "../journal/spoken.ts";
import type { Choices } from "./choices.ts";
import { promptOptions, waitOptions } from "./misfortunes.ts";
import { ScriptedCaller } from "./scripted-caller.ts";

/** Not measured, chosen: as long as it takes to press redial and be answered. */
const redialMs: Millis = 1_000;

/** Not measured, chosen: by then a function has sent its request, and an API that is as usual has not answered it. */
const impatientMs: Millis = 100;

/** A flow that speaks for ever would give the caller a choice for ever; not AWS's number, chosen. */
const promptsMax = 50;

export interface RedialingCallerOptions {
  readonly clock: Clock;
  readonly choices: Choices;
  readonly presses: readonly string[];
  /** "call-1" */
  readonly place: string;
  readonly hangUp: () => void;
  /** Undefined: this caller has dialled often enough, and stays on the line. */
  readonly dialAgain: (() => void) | undefined;
  readonly ended?: () => void;
}

/** A caller who presses what the script says, and who may hang up on any message, or while a function runs, and call once more. */
export class RedialingCaller implements Participant {
  readonly #options: RedialingCallerOptions;
  readonly #script: ScriptedCaller;
  #prompts = 0;
  #hasHungUp = false;

  constructor(options: RedialingCallerOptions) {
    this.#options = options;
    this.#script = new ScriptedCaller(options.clock, options.presses);
  }

  say(message: Message, voice: string, heard: () => void): Cancel {
    this.#prompts += 1;
    if (!this.#hangsUpOn(message)) return this.#script.say(message, voice, heard);
    return this.#options.clock.after(0, () => this.#hangUp());
  }

  /** The flow has gone silent: it waits for a function. `place` is this run of the block's. */
  waitFor(functionName: string, place: string): void {
    const { choices, clock, dialAgain } = this.#options;
    if (dialAgain === undefined) return;
    const point = { id: `${place}/caller`, subject: `the caller, while ${functionName} runs`, options: waitOptions };
    if (choices.choose(point).hangsUp) clock.after(impatientMs, () => this.#hangUp());
  }

  listen(input: InputRequest, key: (key: string) => void): Cancel {
    return this.#script.listen(input, key);
  }

  ended(): void {
    this.#options.ended?.();
  }

  /** Once, and he dials once more. */
  #hangUp(): void {
    const { clock, hangUp, dialAgain } = this.#options;
    if (this.#hasHungUp) return;
    this.#hasHungUp = true;
    hangUp();
    if (dialAgain !== undefined) clock.after(redialMs, dialAgain);
  }

  #hangsUpOn(message: Message): boolean {
    const { choices, place, dialAgain } = this.#options;
    if (dialAgain === undefined || this.#prompts > promptsMax) return false;
    const id = `${place}/prompt-${this.#prompts}`;
    return choices.choose({ id, subject: `“${spoken(message)}”`, options: promptOptions }).hangsUp;
  }
}
