import type { ConnectContactFlowEvent, Context } from "aws-lambda";
import { handler } from "../../../sample/functions/reserve/index.ts";
import type { Clock, Millis } from "../../../src/clock/clock.ts";
import type { Attribution } from "../../../src/connect/attribution.ts";
import type { Externals } from "../../../src/connect/externals.ts";
import type { AttemptRequest, Functions } from "../../../src/connect/invocation.ts";
import type { AttemptOutcome } from "../../../src/lambda/attempt.ts";

/** As the sample's instance file has it. */
const timeoutMs: Millis = 7_000;

/** Serves one invocation at a time, as a process of Lambda's does, and has an address of the API for itself. */
interface Environment {
  readonly id: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The safe line's handler in this process, where a machine has no memory for as many processes as there are callers. A
 * time-out is told as Lambda does, but the handler goes on behind it, which no process of Lambda's could.
 */
export class HandlersHere implements Functions {
  readonly #clock: Clock;
  readonly #externals: Externals;
  readonly #attribution: Attribution;
  readonly #idle: Environment[] = [];
  #environments = 0;

  constructor(clock: Clock, externals: Externals, attribution: Attribution) {
    this.#clock = clock;
    this.#externals = externals;
    this.#attribution = attribution;
  }

  /** How many invocations there were at most at once. */
  get concurrencyMax(): number {
    return this.#environments;
  }

  attempt(request: AttemptRequest, settled: (outcome: AttemptOutcome) => void): void {
    let over = false;
    const settleOnce = (outcome: AttemptOutcome) => {
      if (!over) settled(outcome);
      over = true;
    };
    const cancelTimeout = this.#clock.after(timeoutMs, () => settleOnce(timedOut(request.requestId)));
    void this.#run(request).then((payload) => {
      cancelTimeout();
      settleOnce({ type: "succeeded", payload });
    });
  }

  async #run({ requestId, payload }: AttemptRequest): Promise<string> {
    const environment = this.#idle.pop() ?? (await this.#open());
    this.#attribution.assign(environment.id, requestId);
    // The handler reads it before it first waits for something: the next invocation may have another one.
    Object.assign(process.env, environment.variables);
    const startedAt = this.#clock.now();
    const context: Pick<Context, "getRemainingTimeInMillis"> = {
      getRemainingTimeInMillis: () => timeoutMs - (this.#clock.now() - startedAt),
    };
    const result = await handler(JSON.parse(payload) as ConnectContactFlowEvent, context as Context);
    this.#idle.push(environment);
    return JSON.stringify(result);
  }

  async #open(): Promise<Environment> {
    const id = `environment-${++this.#environments}`;
    const { variables } = await this.#externals.openFor(id, { reach: (deliver) => deliver(), crash: () => {} });
    return { id, variables };
  }
}

function timedOut(requestId: string): AttemptOutcome {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutMs / 1_000} seconds`;
  const errorType = "Sandbox.Timedout";
  return { type: "timedOut", errorType, errorMessage, payload: JSON.stringify({ errorType, errorMessage }) };
}
