import { assert } from "../assert.ts";
import type { AttemptOutcome } from "./attempt.ts";
import type { Services } from "./environment-services.ts";
import { environmentVariables } from "./environment-variables.ts";
import type { FunctionConfiguration } from "./function.ts";
import { InitPhase } from "./init-phase.ts";
import { endLine, initReportLine, initStartLine, startLine } from "./log-lines.ts";
import { accountOf, type Loss } from "./loss.ts";
import { Premises } from "./premises.ts";
import { Runtime } from "./runtime.ts";
import { type InvokeRequest, Work } from "./work.ts";

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

/**
 * One execution environment: a log stream, a temporary folder and, one after the other, the processes of a runtime.
 * It does one request at a time and is frozen in between.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
export class ExecutionEnvironment {
  readonly #premises: Premises;
  readonly #configuration: FunctionConfiguration;
  readonly #bundlePath: string | undefined;
  readonly #services: Services;
  readonly #freed: () => void;

  #phase: Phase = "new";
  #work: Work | undefined;
  #runtime: Runtime | undefined;
  /** Of the runtime that there is, or was last. */
  #init: InitPhase;
  #starting: Promise<void> = Promise.resolve();
  /** What was started ahead of any request waits for one, or has failed. */
  #provisioned = () => {};
  #gone = () => {};

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
    this.#premises = new Premises(configuration, services);
    this.#init = new InitPhase(services);
  }

  /** The environment has to be free: new, or `freed` since its last request. */
  run(request: InvokeRequest): void {
    assert(this.#work === undefined, "an environment was given a second request");
    const { clock, observer } = this.#services;
    const { requestId } = request;
    const phase = this.#phase;
    if (phase === "new") this.#tellOfStart(requestId);
    observer.environmentAssigned({ environmentId: this.#premises.id, requestId, coldStart: phase === "new" });
    const work = new Work(request, this.#configuration, clock);
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
    this.#tellOfStart(undefined);
    return new Promise((resolve) => {
      this.#provisioned = resolve;
      this.#start("init");
    });
  }

  /** Whether it waits for a request, and nothing in it goes on with what an earlier one began. */
  get isAtRest(): boolean {
    return this.#phase === "idle" && this.#runtime?.unfinished === false && !this.#premises.isAwaited;
  }

  /** Kills whatever runs. A request that is in hand is settled as a failure of the service. */
  async stop(): Promise<void> {
    const work = this.#work;
    this.#phase = "stopped";
    this.#init.stopTimer();
    work?.stopTimers();
    await this.#starting;
    if (this.#runtime !== undefined) {
      await new Promise<void>((resolve) => {
        this.#gone = resolve;
        this.#runtime?.kill({ type: "shutdown" });
      });
    }
    this.#services.observer.environmentStopped({ environmentId: this.#premises.id, reason: "shutdown" });
    await this.#premises.clear();
    work?.settle(closedWhileRunning);
  }

  #start(phase: "init" | "restart"): void {
    this.#phase = phase;
    const init = new InitPhase(this.#services);
    const runtime = new Runtime(this.#configuration, this.#bundlePath, this.#services, {
      asked: () => this.#asked(runtime),
      answered: (outcome) => this.#answered(outcome),
      line: (message) => this.#log(message),
      lost: (loss) => this.#lost(runtime, loss),
    });
    this.#init = init;
    this.#runtime = runtime;
    this.#starting = this.#inTurn(runtime, init).catch((error: unknown) => {
      // Not the function's fault: a port could not be had, or what others prepare failed. The next request tries again.
      this.#runtime = undefined;
      init.end();
      const work = this.#work;
      if (this.#phase === "stopped") return;
      this.#phase = "reset";
      this.#provisioned();
      if (work === undefined) return;
      this.#release(work, { type: "serviceError", message: error instanceof Error ? error.message : String(error) });
    });
  }

  async #inTurn(runtime: Runtime, init: InitPhase): Promise<void> {
    // Not for a restart: that is within the request's own time.
    if (this.#phase === "init") await init.waitForTurn();
    const started = this.#services.clock.hold(() => `${this.#configuration.name} is being started`);
    try {
      await this.#startRuntime(runtime, init);
    } finally {
      started();
    }
  }

  async #startRuntime(runtime: Runtime, init: InitPhase): Promise<void> {
    const { variables: prepared, wires = [] } = await this.#premises.prepare({
      reach: (deliver) => this.#reach(deliver),
      crash: () => this.#runtime?.kill({ type: "ended", end: { type: "exited", status: 1 } }),
    });
    if (this.#phase === "stopped") {
      this.#runtime = undefined;
      init.end();
      return;
    }
    init.begin();
    if (this.#phase === "init") {
      this.#log(initStartLine(this.#configuration));
      init.limit(() => runtime.kill({ type: "timeout" }));
    }
    const { logStream, temporaryPath } = this.#premises;
    await runtime.start(
      (runtimeApi) => environmentVariables(this.#configuration, { logStream, runtimeApi, temporaryPath, prepared }),
      wires,
    );
  }

  /** The runtime has initialised, or is done with its event. */
  #asked(runtime: Runtime): void {
    if (this.#phase === "stopped" || this.#runtime !== runtime) return;
    if (this.#phase === "invoke") this.#done(runtime);
    else this.#initialized(runtime);
  }

  #initialized(runtime: Runtime): void {
    const { clock, observer } = this.#services;
    const work = this.#work;
    const initMs = this.#init.ms;
    const earlyMs = this.#phase === "init" ? (work?.request.coldStartMs ?? 0) - initMs : 0;
    if (earlyMs > 0) {
      clock.after(earlyMs, () => this.#asked(runtime));
      return;
    }
    this.#init.end();
    observer.environmentInitialized({ environmentId: this.#premises.id, initMs });
    if (work === undefined) {
      this.#rest(runtime);
      this.#provisioned();
      return;
    }
    if (this.#phase === "init") work.initMs = initMs;
    this.#handOut(work);
  }

  /** The function's own time-out runs from here. */
  #beginInvoke(work: Work): void {
    work.begin(() => this.#runtime?.kill({ type: "timeout" }));
  }

  #handOut(work: Work): void {
    const { chance, observer } = this.#services;
    const { requestId } = work.request;
    const hasBegun = this.#phase === "restart";
    this.#phase = "invoke";
    this.#log(startLine(requestId));
    observer.handlerStarted({ environmentId: this.#premises.id, requestId });
    // Only now: what the observer does with that may take a moment, and it is none of the function's.
    if (!hasBegun) this.#beginInvoke(work);
    this.#runtime?.deliver(work.event(chance));
  }

  #answered(outcome: AttemptOutcome): void {
    const work = this.#work;
    if (work === undefined || this.#phase === "stopped") return;
    // The machine was too busy to look at the clock in time; the answer came too late all the same.
    if (work.isOverdue) this.#runtime?.kill({ type: "timeout" });
    else work.hold(outcome);
  }

  #done(runtime: Runtime): void {
    const work = this.#work;
    assert(work?.answer !== undefined, "a runtime is done without an answer");
    this.#rest(runtime);
    this.#finish(work, work.answer, runtime.peakBytes);
  }

  #rest(runtime: Runtime): void {
    runtime.rest();
    this.#phase = "idle";
    // A request that follows at once finds it awake: stopping and waking a process for no time at all is dear.
    setImmediate(() => {
      if (this.#phase === "idle" && this.#runtime === runtime) runtime.freeze();
    });
  }

  #lost(runtime: Runtime, loss: Loss): void {
    const { clock, observer } = this.#services;
    const phase = this.#phase;
    const work = this.#work;
    this.#runtime = undefined;
    this.#init.end();
    if (phase === "stopped" || loss.type === "shutdown") {
      this.#gone();
      return;
    }
    observer.environmentStopped({ environmentId: this.#premises.id, reason: stopReason(loss, phase) });
    if (work === undefined) {
      this.#phase = "reset";
      this.#provisioned();
      return;
    }

    const { requestId } = work.request;
    const account = accountOf(loss, this.#configuration, requestId, clock.now());
    const initMs = this.#init.ms;
    if (phase === "init") {
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
    this.#log(endLine(work.request.requestId));
    this.#log(work.report(peakBytes));
    this.#release(work, outcome);
  }

  #release(work: Work, outcome: AttemptOutcome): void {
    work.stopTimers();
    this.#work = undefined;
    this.#freed();
    work.settle(outcome);
  }

  /** Lets something through to the runtime, if there is one that runs. A frozen one finds it when it is thawed. */
  #reach(deliver: () => void): void {
    if (this.#runtime === undefined || this.#phase === "idle") deliver();
    else this.#runtime.tell(deliver);
  }

  #tellOfStart(requestId: string | undefined): void {
    const { id: environmentId, logStream } = this.#premises;
    const functionName = this.#configuration.name;
    this.#services.observer.environmentStarted({ environmentId, functionName, logStream, requestId });
  }

  #log(message: string): void {
    const functionName = this.#configuration.name;
    const requestId = this.#work?.request.requestId;
    this.#services.observer.log({ functionName, logStream: this.#premises.logStream, requestId, message });
  }
}

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
