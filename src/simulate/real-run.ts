import type { Clock, Millis } from "../clock/clock.ts";
import type { Bench } from "../connect/bench.ts";
import type { ExternalRequest } from "../connect/externals.ts";
import type { External } from "../connect/instance.ts";
import type { Conditions } from "../external/tap.ts";
import type { JournalEvent } from "../journal/event.ts";
import type { Choices } from "./choices.ts";
import { ChosenFunctions } from "./chosen-functions.ts";
import { coldStartMs, type Limit, requestOptions } from "./misfortunes.ts";
import { RedialingCaller } from "./redialing-caller.ts";
import { unattendedMs } from "./scripted-caller.ts";
import { Atlas } from "./whereabouts.ts";

/** What a run needs besides its choices. */
export interface RealRunOptions {
  readonly bench: Bench;
  readonly clock: Clock;
  readonly number: string;
  readonly from: string;
  readonly presses: readonly string[];
  /** How often the caller may dial again. */
  readonly redialsMax: number;
  /** How long after he has hung up; a second, if nothing is said. */
  readonly redialMs?: Millis | undefined;
  /** What a function may take, by its name. */
  readonly timeoutOf: (functionName: string) => Millis;
  /** What the external of that name is to the functions. */
  readonly roleOf: (external: string) => External["role"];
}

/**
 * What an external takes where nothing is wrong with it. Not measured, chosen: an API answers well before any time-out, a
 * store such as DynamoDB in single-digit milliseconds, as AWS says of it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html
 */
const usualMs: Readonly<Record<External["role"], Millis>> = { api: 200, store: 5 };

/** One run among real handlers: a caller, whatever becomes of his calls, to the end of the last orphan. */
export class RealRun {
  readonly #options: RealRunOptions;
  readonly #choices: Choices;
  readonly #atlas = new Atlas();
  readonly #functions: ChosenFunctions;
  readonly #requests = new Map<string, number>();
  /** Of the call that is on the line. */
  #caller: RedialingCaller | undefined;
  /** Fulfilled when a caller who has hung up to dial again has done so. */
  #redialed: Promise<void> | undefined;

  constructor(options: RealRunOptions, choices: Choices) {
    this.#options = options;
    this.#choices = choices;
    const { bench, clock } = options;
    this.#functions = new ChosenFunctions({
      ...{ clock, choices, atlas: this.#atlas },
      invoke: (request, environment, settled) =>
        bench.invoke(request, settled, environment === "cold" ? coldStartMs : undefined),
    });
  }

  /** Is to read the journal while the run is played. */
  read(event: JournalEvent): void {
    this.#atlas.read(event);
    if (event.type === "invocation.started")
      this.#caller?.waitFor(event.functionName, this.#atlas.placeOfInvocation(event.id));
  }

  async play(): Promise<void> {
    this.#dial(1);
    do {
      await this.#options.bench.settled();
    } while (await this.#dialsAgain());
  }

  /** What becomes of a request. Undefined: it is none of this run's attempts'. */
  conditionsOf({ external, attemptId, name }: ExternalRequest): Conditions | undefined {
    if (attemptId === undefined || !this.#atlas.knows(attemptId)) return undefined;
    const { clock, timeoutOf, roleOf } = this.#options;
    const { place, started, deadline, handlingAt } = this.#atlas.attempt(attemptId);
    const count = (this.#requests.get(attemptId) ?? 0) + 1;
    this.#requests.set(attemptId, count);
    const now = clock.now();
    const limits: Limit[] = [{ id: "block", inMs: deadline - now }];
    if (handlingAt !== undefined)
      limits.unshift({ id: "function", inMs: handlingAt + timeoutOf(started.functionName) - now });
    const { conditions, crash } = this.#choices.choose({
      id: `${place}/request-${count}`,
      subject: `${name} from attempt #${started.number} of ${started.functionName}`,
      options: requestOptions(external, usualMs[roleOf(external)], limits),
    });
    return { ...conditions, crash };
  }

  #dial(turn: number): void {
    const { bench, clock, number, from, presses, redialsMax, redialMs } = this.#options;
    let redialed = () => {};
    const caller = new RedialingCaller({
      ...{ clock, choices: this.#choices, presses, place: `call-${turn}` },
      hangUp: () => {
        this.#redialed = new Promise((resolve) => {
          redialed = resolve;
        });
        call.hangUp();
      },
      dialAgain:
        turn > redialsMax
          ? undefined
          : () => {
              this.#dial(turn + 1);
              redialed();
            },
      ...(redialMs !== undefined && { redialMs }),
      ended: () => cancelLimit(),
    });
    this.#caller = caller;
    const cancelLimit = clock.after(unattendedMs, () => call.hangUp());
    const call = bench.dial({ to: number, from, participant: caller, functions: this.#functions });
  }

  async #dialsAgain(): Promise<boolean> {
    const redialed = this.#redialed;
    this.#redialed = undefined;
    await redialed;
    return redialed !== undefined;
  }
}
