import { assert } from "../../assert.ts";
import type { Millis } from "../../clock/clock.ts";
import type { Functions } from "../../connect/invocation.ts";
import type { Choices } from "../choices.ts";
import { ChosenFunctions } from "../chosen-functions.ts";
import { coldStartMs } from "../misfortunes.ts";
import type { Stage } from "../stage.ts";
import type { Atlas } from "../whereabouts.ts";
import type { ModelApi } from "./api.ts";
import { Execution } from "./execution.ts";
import type { Program } from "./program.ts";

export interface ModelFunction {
  readonly timeoutMs: Millis;
  readonly program: Program;
}

/** Lambda without processes: programs that run in simulated time and meet whatever the choices hold for them. */
export function modelFunctions(
  functions: Readonly<Record<string, ModelFunction>>,
  {
    stage,
    api,
    choices,
    atlas,
  }: { readonly stage: Stage; readonly api: ModelApi; readonly choices: Choices; readonly atlas: Atlas },
): Functions {
  return new ChosenFunctions({
    clock: stage.clock,
    choices,
    atlas,
    invoke: ({ functionName, requestId, payload }, environment, settled) => {
      const modelled = functions[functionName];
      assert(modelled !== undefined, `the model has no function ${functionName}`);
      const where = atlas.attempt(requestId);
      const coldStart = environment === "cold";
      stage.clock.after(coldStart ? coldStartMs : 0, () => {
        const { id, contactId, invocationId, number } = where.started;
        stage.write({ type: "attempt.handling", id, contactId, invocationId, functionName, number, coldStart });
        new Execution({ where, payload, stage, api, choices, ...modelled }, settled).start();
      });
    },
  });
}
