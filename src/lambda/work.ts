import type { Chance } from "../clock/chance.ts";
import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { AttemptOutcome } from "./attempt.ts";
import { type FunctionConfiguration, functionArn } from "./function.ts";
import { answerHeldMsMax } from "./limits.ts";
import { reportLine } from "./log-lines.ts";
import type { RuntimeEvent } from "./runtime-api.ts";

/** One synchronous request, as it reaches an environment. */
export interface InvokeRequest {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** It is given a new environment, whose Init phase takes at least so long. Undefined: as Lambda would. */
  readonly coldStartMs?: Millis;
  readonly settled: (outcome: AttemptOutcome) => void;
}

/** The request that an environment has in hand: its Invoke phase, its time limit, and the answer to its caller. */
export class Work {
  readonly request: InvokeRequest;
  /** How long the Init phase took that belongs into its REPORT line. */
  initMs: Millis | undefined;
  readonly #configuration: FunctionConfiguration;
  readonly #clock: Clock;
  /** When its Invoke phase began. */
  #startedAt: Millis = 0;
  #answer: AttemptOutcome | undefined;
  #settled = false;
  #cancelLimit: Cancel = () => {};
  #cancelHeld: Cancel = () => {};

  constructor(request: InvokeRequest, configuration: FunctionConfiguration, clock: Clock) {
    this.request = request;
    this.#configuration = configuration;
    this.#clock = clock;
  }

  /** Its Invoke phase begins: the function's own time-out runs from here. */
  begin(timedOut: () => void): void {
    this.#startedAt = this.#clock.now();
    this.#cancelLimit = this.#clock.after(this.#configuration.timeoutMs, timedOut);
  }

  /** As the runtime gets it. */
  event(chance: Chance): RuntimeEvent {
    const { requestId, payload } = this.request;
    const invocationId = chance.uuid();
    return {
      ...{ requestId, payload, invocationId },
      deadline: this.#deadline,
      functionArn: functionArn(this.#configuration),
      traceId: traceId(this.#startedAt, chance.uuid(), invocationId),
    };
  }

  /** Whether the function's time is over, be the clock's timer late or not. */
  get isOverdue(): boolean {
    return this.#clock.now() >= this.#deadline;
  }

  /** Undefined: the runtime has not answered yet. */
  get answer(): AttemptOutcome | undefined {
    return this.#answer;
  }

  /** The runtime has answered. The caller is told when the request ends, or after a moment if it does not. */
  hold(answer: AttemptOutcome): void {
    this.#answer = answer;
    this.#cancelHeld = this.#clock.after(answerHeldMsMax, () => this.settle(answer));
  }

  /** Its REPORT line, were it to end now. */
  report(peakBytes: number): string {
    const { requestId } = this.request;
    const { memoryMb } = this.#configuration;
    return reportLine({
      ...{ requestId, memoryMb, initMs: this.initMs },
      durationMs: this.#clock.now() - this.#startedAt,
      memoryUsedMb: Math.min(memoryMb, Math.ceil(peakBytes / 1024 / 1024)),
    });
  }

  /** No time limit of it counts any more. */
  stopTimers(): void {
    this.#cancelLimit();
    this.#cancelHeld();
  }

  /** Tells the caller, who is told once only. */
  settle(outcome: AttemptOutcome): void {
    if (this.#settled) return;
    this.#settled = true;
    this.request.settled(outcome);
  }

  get #deadline(): Millis {
    return this.#startedAt + this.#configuration.timeoutMs;
  }
}

/** An X-Ray header of a request that is not sampled: `Root` is made of the time and chance, as X-Ray's are. */
function traceId(now: Millis, rootUuid: string, parentUuid: string): string {
  const seconds = Math.floor(now / 1_000)
    .toString(16)
    .padStart(8, "0");
  const digits = (uuid: string, count: number) => uuid.replaceAll("-", "").slice(0, count);
  return `Root=1-${seconds}-${digits(rootUuid, 24)};Parent=${digits(parentUuid, 16)};Sampled=0`;
}
