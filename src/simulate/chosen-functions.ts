import type { Clock } from "../clock/clock.ts";
import type { AttemptRequest, Functions } from "../connect/invocation.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";
import type { Choices } from "./choices.ts";
import { attemptOptions } from "./misfortunes.ts";
import { type Answer, serviceError, throttled } from "./scripted-functions.ts";
import type { Atlas } from "./whereabouts.ts";

export interface ChosenFunctionsOptions {
  readonly clock: Clock;
  readonly choices: Choices;
  readonly atlas: Atlas;
  /** Runs the function once, in an environment that was waiting or in a new one. */
  readonly invoke: (
    request: AttemptRequest,
    environment: "warm" | "cold",
    settled: (outcome: AttemptOutcome) => void,
  ) => void;
}

/** Lambda's own part in what can go wrong, before whatever runs the functions: models, or real handlers. */
export class ChosenFunctions implements Functions {
  readonly #options: ChosenFunctionsOptions;

  constructor(options: ChosenFunctionsOptions) {
    this.#options = options;
  }

  attempt(request: AttemptRequest, settled: (outcome: AttemptOutcome) => void): void {
    const { clock, choices, atlas, invoke } = this.#options;
    const { place, started } = atlas.attempt(request.requestId);
    const subject = `attempt #${started.number} of ${request.functionName}`;
    const { fate } = choices.choose({ id: place, subject, options: attemptOptions });
    const answer = ({ afterMs, outcome }: Answer) => clock.after(afterMs, () => settled(outcome));
    switch (fate) {
      case "throttled":
        answer(throttled());
        return;
      case "serviceError":
        answer(serviceError());
        return;
      case "answerLost":
        invoke(request, "warm", () => settled(serviceError().outcome));
        return;
      case "cold":
      case "warm":
        invoke(request, fate, settled);
    }
  }
}
