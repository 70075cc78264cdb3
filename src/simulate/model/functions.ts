import { assert } from "../../assert.ts";
import type { Millis } from "../../clock/clock.ts";
import type { AttemptRequest, Functions } from "../../connect/invocation.ts";
import type { AttemptOutcome } from "../../lambda/attempt.ts";
import type { Choices } from "../choices.ts";
import { attemptOptions, coldStartMs } from "../misfortunes.ts";
import { type Answer, serviceError, throttled } from "../scripted-functions.ts";
import type { Stage } from "../stage.ts";
import { Atlas } from "../whereabouts.ts";
import type { ModelApi } from "./api.ts";
import { Execution } from "./execution.ts";
import type { Program } from "./program.ts";

export interface ModelFunction {
  readonly timeoutMs: Millis;
  readonly program: Program;
}

/** Lambda without processes: programs that run in simulated time and meet whatever the choices hold for them. */
export class ModelFunctions implements Functions {
  readonly #stage: Stage;
  readonly #functions: Readonly<Record<string, ModelFunction>>;
  readonly #api: ModelApi;
  readonly #choices: Choices;
  readonly #atlas = new Atlas();

  constructor(
    stage: Stage,
    functions: Readonly<Record<string, ModelFunction>>,
    { api, choices }: { readonly api: ModelApi; readonly choices: Choices },
  ) {
    this.#stage = stage;
    this.#functions = functions;
    this.#api = api;
    this.#choices = choices;
    stage.journal.listen((event) => this.#atlas.read(event));
  }

  attempt({ functionName, requestId, payload }: AttemptRequest, settled: (outcome: AttemptOutcome) => void): void {
    const where = this.#atlas.attempt(requestId);
    const modelled = this.#functions[functionName];
    assert(modelled !== undefined, `the model has no function ${functionName}`);
    const subject = `attempt #${where.started.number} of ${functionName}`;
    const { fate } = this.#choices.choose({ id: where.place, subject, options: attemptOptions });
    const answer = ({ afterMs, outcome }: Answer) => this.#stage.clock.after(afterMs, () => settled(outcome));
    switch (fate) {
      case "throttled":
        answer(throttled());
        return;
      case "serviceError":
        answer(serviceError());
        return;
      case "cold":
      case "warm":
        this.#stage.clock.after(fate === "cold" ? coldStartMs : 0, () => {
          const { at: _, ...attempt } = where.started;
          this.#stage.write({ ...attempt, type: "attempt.handling", coldStart: fate === "cold" });
          new Execution(
            { ...modelled, where, payload, stage: this.#stage, api: this.#api, choices: this.#choices },
            settled,
          ).start();
        });
    }
  }
}
