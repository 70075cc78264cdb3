import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { BenchError } from "../../bench-error.ts";
import type { Millis } from "../../clock/clock.ts";
import { DrivenClock } from "../../clock/driven.ts";
import { connectionsOf } from "../../clock/wire.ts";
import type { AttemptOutcome } from "../attempt.ts";
import type { FunctionConfiguration } from "../function.ts";
import type { Stock } from "../stock.ts";
import { type RunningLambda, running } from "./running-lambda.ts";

export interface SimulatedLambdaOptions {
  readonly latencyMs?: Millis;
  readonly realLimitMs?: Millis;
  readonly body?: string;
  readonly stock?: Stock;
}

/** A Lambda service in simulated time, with an API at $API_URL that answers after `latencyMs` of it. */
export async function inSimulatedTime(
  functions: readonly FunctionConfiguration[],
  { latencyMs = 0, realLimitMs = 10_000, body = "ok", stock }: SimulatedLambdaOptions = {},
): Promise<SimulatedLambda> {
  const errors: BenchError[] = [];
  const waiting: (() => void)[] = [];
  const clock = new DrivenClock({
    realLimitMs,
    givenUp: (error) => {
      errors.push(error);
      for (const tell of waiting) tell();
    },
  });
  const lambda = await running(functions, {
    clock,
    stock,
    prepareEnvironment: async ({ reach }) => {
      const server = createServer((_request, response) => {
        const cancel = clock.after(latencyMs, () => reach(() => response.end(body)));
        response.on("close", cancel);
      });
      const connections = connectionsOf(server);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const release = () => {
        server.close();
        server.closeAllConnections();
      };
      onTestFinished(release);
      return { variables: { API_URL: `http://127.0.0.1:${port}` }, wires: [{ port, connections }], release };
    },
  });
  return new SimulatedLambda(lambda, errors, waiting);
}

export class SimulatedLambda {
  readonly running: RunningLambda;
  readonly #errors: readonly BenchError[];
  readonly #waiting: (() => void)[];

  constructor(lambda: RunningLambda, errors: readonly BenchError[], waiting: (() => void)[]) {
    this.running = lambda;
    this.#errors = errors;
    this.#waiting = waiting;
  }

  /** One request: how long it took in simulated time, and what came of it. A clock that gave up fails the test. */
  async invoke(event: unknown, functionName?: string): Promise<{ ms: Millis; outcome: AttemptOutcome }> {
    const { clock } = this.running;
    const began = clock.now();
    const outcome = await Promise.race([
      this.running.invoke(event, functionName),
      this.givenUp().then((error) => {
        throw error;
      }),
    ]);
    return { ms: clock.now() - began, outcome };
  }

  async timed(event: unknown, functionName?: string): Promise<[Millis, AttemptOutcome["type"]]> {
    const { ms, outcome } = await this.invoke(event, functionName);
    return [ms, outcome.type];
  }

  /** How long it took, and what the handler answered. */
  async answered(event: unknown, functionName?: string): Promise<[Millis, unknown]> {
    const { ms, outcome } = await this.invoke(event, functionName);
    if (outcome.type !== "succeeded") throw new Error(JSON.stringify(outcome));
    return [ms, JSON.parse(outcome.payload)];
  }

  /** When the clock gives up. */
  givenUp(): Promise<BenchError> {
    const [error] = this.#errors;
    if (error !== undefined) return Promise.resolve(error);
    return new Promise((resolve) => this.#waiting.push(() => resolve(this.#errors[0] as BenchError)));
  }
}
