import type { Cancel, Millis } from "../../clock/clock.ts";
import type { Delivered } from "../../external/exchange.ts";
import { reachesApi } from "../../external/fault.ts";
import type { AttemptOutcome } from "../../lambda/attempt.ts";
import { endOfRuntime, runtimeFailed, timedOut } from "../../lambda/function-error.ts";
import type { Choices } from "../choices.ts";
import { type Limit, type RequestOption, requestOptions } from "../misfortunes.ts";
import { answers, throws } from "../scripted-functions.ts";
import type { Stage } from "../stage.ts";
import type { Whereabouts } from "../whereabouts.ts";
import type { ModelApi } from "./api.ts";
import { meaningOfRequest } from "./meaning.ts";
import type { ConnectEvent, Heard, ModelRequest, Program, Want } from "./program.ts";

export interface ExecutionOptions {
  readonly timeoutMs: Millis;
  readonly program: Program;
  readonly where: Whereabouts;
  /** The event as JSON text. */
  readonly payload: string;
  readonly stage: Stage;
  readonly api: ModelApi;
  readonly choices: Choices;
}

/** One run of a modelled handler, from its event to its answer, or to the function's time-out. Writes to the journal what the tap would. */
export class Execution {
  readonly #options: ExecutionOptions;
  readonly #settled: (outcome: AttemptOutcome) => void;
  readonly #killAt: Millis;
  readonly #running: Generator<Want, unknown, Heard>;
  #requests = 0;
  /** Ends whatever the program waits for. */
  #giveUp: Cancel = () => {};
  #cancelKill: Cancel = () => {};

  constructor(options: ExecutionOptions, settled: (outcome: AttemptOutcome) => void) {
    this.#options = options;
    this.#settled = settled;
    this.#killAt = options.stage.clock.now() + options.timeoutMs;
    this.#running = options.program(JSON.parse(options.payload) as ConnectEvent);
  }

  start(): void {
    const { stage, where, timeoutMs } = this.#options;
    this.#cancelKill = stage.clock.after(timeoutMs, () => {
      this.#giveUp();
      this.#settled(timedOut(where.started.id, timeoutMs));
    });
    this.#advance(() => this.#running.next());
  }

  #hear(heard: Heard): void {
    this.#advance(() => this.#running.next(heard));
  }

  #advance(next: () => IteratorResult<Want, unknown>): void {
    let turn: IteratorResult<Want, unknown>;
    try {
      turn = next();
    } catch (error) {
      return this.#end(throws(error instanceof Error ? error.message : String(error)).outcome);
    }
    if (turn.done) this.#end(answers(turn.value).outcome);
    else if (turn.value.type === "request") this.#request(turn.value);
    else this.#giveUp = this.#options.stage.clock.after(turn.value.ms, () => this.#hear({ type: "waited" }));
  }

  #end(outcome: AttemptOutcome): void {
    this.#cancelKill();
    this.#settled(outcome);
  }

  #crash(): void {
    const requestId = this.#options.where.started.id;
    this.#end(runtimeFailed(requestId, endOfRuntime({ type: "exited", status: 1 }, "nodejs")));
  }

  #request(request: ModelRequest): void {
    const { stage, api, where } = this.#options;
    const { crash, conditions } = this.#choose(request);
    if (crash === "before") return this.#crash();

    const { latencyMs, fault } = conditions;
    const { method, path, patienceMs } = request;
    const { id: attemptId, contactId } = where.started;
    const about = { id: stage.nextId(), external: api.name, contactId, attemptId };
    const body = request.body === undefined ? "" : JSON.stringify(request.body);
    const meaning = meaningOfRequest(method, path, body);
    const asked = { method, path, body, meaning, role: "api" as const, idempotencyKey: undefined };
    stage.write({ type: "external.started", ...asked, fault, latencyMs, ...about });
    const reached = reachesApi(fault);
    const served = reached ? api.serve({ method, meaning, path }) : undefined;
    if (served !== undefined)
      stage.write({ type: "external.answered", status: served.status, answer: undefined, ...about });

    const finish = (delivered: Delivered) => {
      cancelDelivery();
      cancelPatience();
      stage.write({ type: "external.finished", delivered, reached, ...about });
    };
    const cancelPatience =
      patienceMs === undefined
        ? () => {}
        : stage.clock.after(patienceMs, () => {
            finish({ type: "abandoned" });
            this.#hear({ type: "gaveUp" });
          });
    const cancelDelivery =
      fault === "silent"
        ? () => {}
        : stage.clock.after(latencyMs, () => {
            const { delivered, heard } = delivery(served, conditions);
            finish(delivered);
            if (crash === "after") this.#crash();
            else this.#hear(heard);
          });
    this.#giveUp = () => finish({ type: "abandoned" });
  }

  #choose({ method, path, patienceMs }: ModelRequest): RequestOption {
    const { stage, api, where, choices } = this.#options;
    const now = stage.clock.now();
    const limits: Limit[] = [
      { id: "function", inMs: this.#killAt - now },
      { id: "block", inMs: where.deadline - now },
    ];
    if (patienceMs !== undefined) limits.push({ id: "request", inMs: patienceMs });
    const { number, functionName } = where.started;
    this.#requests += 1;
    return choices.choose({
      id: `${where.place}/request-${this.#requests}`,
      subject: `${method} ${path} from attempt #${number} of ${functionName}`,
      options: requestOptions(api.name, api.usualMs, limits),
    });
  }
}

/** What comes back to the function, as the tap would send it. */
function delivery(
  served: { status: number; body: unknown } | undefined,
  { fault }: RequestOption["conditions"],
): { delivered: Delivered; heard: Heard } {
  const response = (status: number, body: unknown) => ({
    delivered: { type: "response" as const, status },
    heard: { type: "response" as const, status, body },
  });
  if (fault === "error-before") return response(503, {});
  if (fault === "error-after") return response(500, {});
  if (served === undefined || fault === "reset-after")
    return { delivered: { type: "reset" }, heard: { type: "reset" } };
  return response(served.status, served.body);
}
