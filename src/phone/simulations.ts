import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { BenchError } from "../bench-error.ts";
import type { DrivenClockOptions } from "../clock/driven.ts";
import type { Instance } from "../connect/instance.ts";
import type { SweepLine } from "../page/protocol.ts";
import { Simulator } from "../simulate/simulator.ts";
import { sweepOn } from "../simulate/sweep.ts";
import { problem } from "./answer.ts";
import type { ConditionsOfCall } from "./call-conditions.ts";
import { dialFields, keys, readWish } from "./dial-wish.ts";
import type { Route } from "./routes.ts";

/** "Timeout (max 8 seconds)": Connect's limit for an Invoke block that waits. (adminguide/invoke-lambda-function-block.html) */
const blockSeconds = z.int("must be whole seconds").min(1).max(8, "must be at most 8: Connect waits no longer");
/** Lambda's own limits: 1 s to 15 minutes. (lambda/latest/dg/configuration-timeout.html) */
const functionSeconds = z.int("must be whole seconds").min(1).max(900, "must be at most 900: Lambda allows no more");
/** Columns and rows that can be taken in at once. Chosen. */
const gridMax = 15;

const callFields = { ...dialFields, press: z.array(keys).max(100).default([]) };
const simulationSchema = z.strictObject({ ...callFields, blockSeconds, functionSeconds });
const sweepSchema = z.strictObject({
  ...callFields,
  blocks: z.array(blockSeconds).min(1).max(gridMax),
  functions: z.array(functionSeconds).min(1).max(gridMax),
});

/** The same settings are the same run. */
const seed = 1;

/**
 * Calls in simulated time beside the line that is up: with its flows and handlers, but external APIs of their own, which
 * are started when somebody first asks for such a call. One call is played at a time.
 */
export class Simulations {
  readonly #instance: Instance;
  readonly #time: Pick<DrivenClockOptions, "realLimitMs"> | undefined;
  #simulator: Simulator | undefined;

  /** `time`: how long it may really stand still, where that is not as usual. */
  constructor(instance: Instance, time?: Pick<DrivenClockOptions, "realLimitMs">) {
    this.#instance = instance;
    this.#time = time;
  }

  get routes(): readonly Route[] {
    return [
      { method: "POST", path: "/simulations", answer: (request, response) => this.#simulate(request, response) },
      { method: "POST", path: "/sweeps", answer: (request, response) => this.#sweep(request, response) },
    ];
  }

  async close(): Promise<void> {
    await this.#simulator?.close();
  }

  /** The whole record at once: the call is over before anybody could have watched it. */
  async #simulate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wish = await readWish(request, response, simulationSchema, this.#instance);
    if (wish === undefined) return;
    const { press: presses, conditionsOfCall, ...scenario } = wish;
    try {
      const events = await this.#started().play({ ...scenario, presses, seed, conditions: under(conditionsOfCall) });
      response.writeHead(200, ndjson).end(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    } catch (error) {
      problem(response, 422, sentenceOf(error));
    }
  }

  /** A cell is sent as soon as it has been played. When the client has gone away the rest is not played. */
  async #sweep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wish = await readWish(request, response, sweepSchema, this.#instance);
    if (wish === undefined) return;
    const { press: presses, conditionsOfCall, ...scenario } = wish;
    response.writeHead(200, ndjson);
    response.flushHeaders();
    const write = (line: SweepLine) => response.write(`${JSON.stringify(line)}\n`);
    try {
      const cells = sweepOn(this.#started(), { ...scenario, presses, seed, conditions: under(conditionsOfCall) });
      for await (const cell of cells) {
        if (response.destroyed) return;
        write(cell);
      }
    } catch (error) {
      write({ problem: sentenceOf(error) });
    }
    response.end();
  }

  #started(): Simulator {
    this.#simulator ??= new Simulator(this.#instance, this.#time);
    return this.#simulator;
  }
}

const ndjson = { "content-type": "application/x-ndjson", "cache-control": "no-store" };

function under(
  conditions: ConditionsOfCall,
): ({ external }: { readonly external: string }) => ReturnType<ConditionsOfCall["get"]> {
  return ({ external }) => conditions.get(external);
}

/** Why a call could not be played. What is not about the call is a bug, and told as one. */
function sentenceOf(error: unknown): string {
  if (error instanceof BenchError) return error.message;
  throw error;
}
