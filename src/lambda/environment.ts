import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { assert } from "../assert.ts";
import type { Cancel, Millis } from "../clock/clock.ts";
import type { AttemptOutcome } from "./attempt.ts";
import type { PreparedEnvironment, Services } from "./environment-services.ts";
import { environmentVariables } from "./environment-variables.ts";
import { type FunctionConfiguration, functionArn } from "./function.ts";
import { answerHeldMsMax, initLimitMs } from "./limits.ts";
import { endLine, initReportLine, initStartLine, reportLine, startLine } from "./log-lines.ts";
import { accountOf, type Loss } from "./loss.ts";
import { Runtime } from "./runtime.ts";

/** One synchronous request, as it reaches an environment. */
export interface InvokeRequest {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** It is given a new environment, whose Init phase takes at least so long. Undefined: as Lambda would. */
  readonly coldStartMs?: Millis;
  readonly settled: (outcome: AttemptOutcome) => void;
}

/**
 * - `new`: nothing has run yet.
 * - `init`: the runtime is starting, outside the function's time-out, for the first request or ahead of any.
 * - `restart`: the runtime is starting once more, within a request and its time-out: AWS's "suppressed init".
 * - `invoke`: the handler has its event, and the runtime has not asked for the next one.
 * - `idle`: frozen.
 * - `reset`: the runtime is gone. The next request starts another.
 * - `stopped`: for good.
 */
type Phase = "new" | "init" | "restart" | "invoke" | "idle" | "reset" | "stopped";

/** The request in hand. */
interface Work {
  readonly request: InvokeRequest;
  /** When its Invoke phase began. */
  startedAt: Millis;
  /** How long the Init phase took that belongs into its REPORT line. */
  initMs: Millis | undefined;
  answer: AttemptOutcome | undefined;
  settled: boolean;
  cancelLimit: Cancel;
  cancelHeld: Cancel;
}

/**
 * One execution environment: a log stream, a temporary folder and, one after the other, the processes of a runtime.
 * It does one request at a time and is frozen in between.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class ExecutionEnvironment {
  readonly #id: string;
  readonly #logStream: string;
  readonly #temporaryPath: string;
  readonly #configuration: FunctionConfiguration;
  readonly #bundlePath: string | undefined;
  readonly #services: Services;
  readonly #freed: () => void;

  #phase: Phase = "new";
  #work: Work | undefined;
  #prepared: PreparedEnvironment | undefined;
  #runtime: Runtime | undefined;
  #starting: Promise<void> = Promise.resolve();
  #initStartedAt: Millis = 0;
  #cancelInit: Cancel = nothing;
  /** Gives back the turn of a cold start that has ended, well or not. */
  #coldStarted = nothing;
  #gone = nothing;
  /** What was started ahead of any request waits for one, or has failed. */
  #provisioned = nothing;

  /** `freed` is called whenever the environment can take another request, just before the last one is settled. */
  constructor(
    configuration: FunctionConfiguration,
    bundlePath: string | undefined,
    services: Services,
    freed: () => void,
  ) {
    this.#configuration = configuration;
    this.#bundlePath = bundlePath;
    this.#services = services;
    this.#freed = freed;
    this.#id = services.chance.uuid();
    const hex = this.#id.replaceAll("-", "");
    const date = new Date(services.clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    this.#logStream = `${date}/[$LATEST]${hex}`;
    this.#temporaryPath = join(services.scratchPath, hex);
    mkdirSync(this.#temporaryPath);
  }

  /** The environment has to be free: new, or `freed` since its last request. */
  run(request: InvokeRequest): void {
    assert(this.#work === undefined, "an environment was given a second request");
    const { observer } = this.#services;
    const { requestId } = request;
    const environmentId = this.#id;
    const phase = this.#phase;
    if (phase === "new") {
      const functionName = this.#configuration.name;
      observer.environmentStarted({ environmentId, functionName, logStream: this.#logStream, requestId });
    }
    observer.environmentAssigned({
      ...{ environmentId, requestId },
      ...{ coldStart: phase === "new", restart: phase === "reset" },
    });
    const work = workOn(request);
    this.#work = work;
    switch (phase) {
      case "new":
        this.#start("init");
        return;
      case "reset":
        this.#beginInvoke(work);
        this.#start("restart");
        return;
      case "idle":
        this.#runtime?.wake();
        this.#handOut(work);
        return;
      case "init":
      case "restart":
      case "invoke":
      case "stopped":
        assert(false, `an environment was given a request in phase ${phase}`);
    }
  }

  /**
   * Starts ahead of any request, as provisioned concurrency does, and returns when it waits for one. One that fails is
   * started again by its first request.
   * https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
   */
  provision(): Promise<void> {
    assert(this.#phase === "new", "an environment was started twice");
    const environmentId = this.#id;
    const { name: functionName } = this.#configuration;
    const logStream = this.#logStream;
    this.#services.observer.environmentStarted({ environmentId, functionName, logStream, requestId: undefined });
    return new Promise((resolve) => {
      this.#provisioned = resolve;
      this.#start("init");
    });
  }

  /** Whether it waits for a request, and nothing in it goes on with what an earlier one began. */
  get isAtRest(): boolean {
    return this.#phase === "idle" && this.#runtime?.unfinished === false && this.#prepared?.isAwaited?.() !== true;
  }

  /** Kills whatever runs. A request that is in hand is settled as a failure of the service. */
  async stop(): Promise<void> {
    const work = this.#work;
    this.#phase = "stopped";
    this.#cancelInit();
    work?.cancelLimit();
    work?.cancelHeld();
    await this.#starting;
    if (this.#runtime !== undefined) {
      await new Promise<void>((resolve) => {
        this.#gone = resolve;
        this.#runtime?.kill({ type: "shutdown" });
      });
    }
    this.#services.observer.environmentStopped({ environmentId: this.#id, reason: "shutdown" });
    this.#prepared?.release();
    await rm(this.#temporaryPath, { recursive: true, force: true });
    if (work !== undefined) this.#settle(work, closedWhileRunning);
  }

  #start(phase: "init" | "restart"): void {
    this.#phase = phase;
    const runtime = new Runtime(this.#configuration, this.#bundlePath, this.#services, {
      asked: () => this.#asked(runtime),
      answered: (outcome) => this.#answered(outcome),
      line: (message) => this.#log(message),
      lost: (loss) => this.#lost(runtime, loss),
    });
    this.#runtime = runtime;
    this.#starting = this.#inTurn(runtime).catch((error: unknown) => {
      // Not the function's fault: a port could not be had, or what others prepare failed. The next request tries again.
      this.#runtime = undefined;
      this.#coldStarted();
      const work = this.#work;
      if (this.#phase === "stopped") return;
      this.#cancelInit();
      this.#phase = "reset";
      this.#provisioned();
      if (work === undefined) return;
      this.#release(work, { type: "serviceError", message: error instanceof Error ? error.message : String(error) });
    });
  }

  /** Lets something through to the runtime, if there is one that runs. A frozen one finds it when it is thawed. */
  #reach(deliver: () => void): void {
    if (this.#runtime === undefined || this.#phase === "idle") deliver();
    else this.#runtime.tell(deliver);
  }

  async #inTurn(runtime: Runtime): Promise<void> {
    const { clock, coldStarts } = this.#services;
    // Not for a restart: that is within the request's own time.
    if (this.#phase === "init") this.#coldStarted = await coldStarts.take();
    const started = clock.hold(() => `${this.#configuration.name} is being started`);
    try {
      await this.#startRuntime(runtime);
    } finally {
      started();
    }
  }

  async #startRuntime(runtime: Runtime): Promise<void> {
    const { clock, prepareEnvironment } = this.#services;
    this.#prepared ??= await prepareEnvironment({
      environmentId: this.#id,
      functionName: this.#configuration.name,
      reach: (deliver) => this.#reach(deliver),
      crash: () => this.#runtime?.kill({ type: "ended", end: { type: "exited", status: 1 } }),
    });
    if (this.#phase === "stopped") {
      this.#runtime = undefined;
      this.#coldStarted();
      return;
    }
    const { variables: prepared, wires = [] } = this.#prepared;
    this.#initStartedAt = clock.now();
    if (this.#phase === "init") {
      this.#log(initStartLine(this.#configuration));
      this.#cancelInit = clock.after(initLimitMs, () => runtime.kill({ type: "timeout" }));
    }
    await runtime.start(
      (runtimeApi) =>
        environmentVariables(this.#configuration, {
          ...{ logStream: this.#logStream, runtimeApi, temporaryPath: this.#temporaryPath, prepared },
        }),
      wires,
    );
  }

  /** The function's own time-out runs from here. */
  #beginInvoke(work: Work): void {
    const { clock } = this.#services;
    work.startedAt = clock.now();
    work.cancelLimit = clock.after(this.#configuration.timeoutMs, () => this.#runtime?.kill({ type: "timeout" }));
  }

  #handOut(work: Work): void {
    const { chance, observer } = this.#services;
    const { requestId, payload } = work.request;
    const hasBegun = this.#phase === "restart";
    this.#phase = "invoke";
    this.#log(startLine(requestId));
    observer.handlerStarted({ environmentId: this.#id, requestId });
    // Only now: what the observer does with that may take a moment, and it is none of the function's.
    if (!hasBegun) this.#beginInvoke(work);
    const invocationId = chance.uuid();
    this.#runtime?.deliver({
      ...{ requestId, payload, invocationId },
      deadline: work.startedAt + this.#configuration.timeoutMs,
      functionArn: functionArn(this.#configuration),
      traceId: traceId(work.startedAt, chance.uuid(), invocationId),
    });
  }

  /** The runtime has initialised, or is done with its event. */
  #asked(runtime: Runtime): void {
    const work = this.#work;
    if (this.#phase === "stopped" || this.#runtime !== runtime) return;
    if (this.#phase === "invoke") {
      assert(work?.answer !== undefined, "a runtime is done without an answer");
      this.#rest(runtime);
      this.#finish(work, work.answer, runtime.peakBytes);
      return;
    }
    const { clock } = this.#services;
    const initMs = clock.now() - this.#initStartedAt;
    const earlyMs = this.#phase === "init" ? (work?.request.coldStartMs ?? 0) - initMs : 0;
    if (earlyMs > 0) {
      clock.after(earlyMs, () => this.#asked(runtime));
      return;
    }
    this.#cancelInit();
    this.#coldStarted();
    this.#services.observer.environmentInitialized({ environmentId: this.#id, initMs });
    if (work === undefined) {
      this.#rest(runtime);
      this.#provisioned();
      return;
    }
    if (this.#phase === "init") work.initMs = initMs;
    this.#handOut(work);
  }

  #rest(runtime: Runtime): void {
    runtime.rest();
    this.#phase = "idle";
    // A request that follows at once finds it awake: stopping and waking a process for no time at all is dear.
    setImmediate(() => {
      if (this.#phase === "idle" && this.#runtime === runtime) runtime.freeze();
    });
  }

  #answered(outcome: AttemptOutcome): void {
    const work = this.#work;
    const { clock } = this.#services;
    if (work === undefined || this.#phase === "stopped") return;
    if (clock.now() >= work.startedAt + this.#configuration.timeoutMs) {
      // The machine was too busy to look at the clock in time; the answer came too late all the same.
      this.#runtime?.kill({ type: "timeout" });
      return;
    }
    work.answer = outcome;
    work.cancelHeld = clock.after(answerHeldMsMax, () => this.#settle(work, outcome));
  }

  #lost(runtime: Runtime, loss: Loss): void {
    const { clock, observer } = this.#services;
    const phase = this.#phase;
    const work = this.#work;
    this.#runtime = undefined;
    this.#coldStarted();
    if (phase === "stopped" || loss.type === "shutdown") {
      this.#gone();
      return;
    }
    observer.environmentStopped({ environmentId: this.#id, reason: stopReason(loss, phase) });
    if (work === undefined) {
      this.#cancelInit();
      this.#phase = "reset";
      this.#provisioned();
      return;
    }

    const { requestId } = work.request;
    const account = accountOf(loss, this.#configuration, requestId, clock.now());
    const initMs = clock.now() - this.#initStartedAt;
    if (phase === "init") {
      this.#cancelInit();
      this.#log(initReportLine(initMs, "init", account.status));
      this.#beginInvoke(work);
      this.#start("restart");
      return;
    }
    if (phase === "restart") {
      this.#log(initReportLine(initMs, "invoke", account.status));
      this.#log(startLine(requestId));
    }
    this.#log(account.line);
    this.#phase = "reset";
    this.#finish(work, work.answer ?? account.outcome, runtime.peakBytes);
  }

  /** The request is over for the environment; its caller may have been answered before. */
  #finish(work: Work, outcome: AttemptOutcome, peakBytes: number): void {
    const { requestId } = work.request;
    const { memoryMb } = this.#configuration;
    this.#log(endLine(requestId));
    this.#log(
      reportLine({
        ...{ requestId, memoryMb, initMs: work.initMs },
        durationMs: this.#services.clock.now() - work.startedAt,
        memoryUsedMb: Math.min(memoryMb, Math.ceil(peakBytes / 1024 / 1024)),
      }),
    );
    this.#release(work, outcome);
  }

  #release(work: Work, outcome: AttemptOutcome): void {
    work.cancelLimit();
    work.cancelHeld();
    this.#work = undefined;
    this.#freed();
    this.#settle(work, outcome);
  }

  #settle(work: Work, outcome: AttemptOutcome): void {
    if (work.settled) return;
    work.settled = true;
    work.request.settled(outcome);
  }

  #log(message: string): void {
    const functionName = this.#configuration.name;
    const requestId = this.#work?.request.requestId;
    this.#services.observer.log({ functionName, logStream: this.#logStream, requestId, message });
  }
}

const nothing = (): void => {};

const workOn = (request: InvokeRequest): Work => ({
  request,
  startedAt: 0,
  initMs: undefined,
  answer: undefined,
  settled: false,
  cancelLimit: nothing,
  cancelHeld: nothing,
});

const closedWhileRunning: AttemptOutcome = {
  type: "serviceError",
  message: "The bench was closed while the function was running.",
};

function stopReason(loss: Exclude<Loss, { type: "shutdown" }>, phase: Phase) {
  const initialising = phase === "init" || phase === "restart";
  switch (loss.type) {
    case "timeout":
      return phase === "init" ? "initFailed" : "timeout";
    case "memory":
      return "memory";
    case "initError":
    case "ended":
      return initialising ? "initFailed" : "crash";
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
