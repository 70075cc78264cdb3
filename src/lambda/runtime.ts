import type { Cancel, Clock } from "../clock/clock.ts";
import { DrivenClock } from "../clock/driven.ts";
import type { Wire } from "../clock/wire.ts";
import type { AttemptOutcome } from "./attempt.ts";
import type { FunctionConfiguration } from "./function.ts";
import type { ProcessEnd } from "./function-error.ts";
import type { Loss } from "./loss.ts";
import { type MemoryWatch, peakMemoryBytes } from "./memory.ts";
import { RuntimeProcess } from "./process.ts";
import { RuntimeApi, type RuntimeEvent } from "./runtime-api.ts";
import { HeldTime, RealTime, type RuntimeTime, SimulatedTime } from "./runtime-time.ts";
import { inSimulatedTime, runtimeCommand, runtimeFamily } from "./runtimes.ts";
import type { Standbys } from "./standby.ts";
import type { Watchdog } from "./watchdog.ts";

/** What a runtime makes known to its environment. */
export interface RuntimeOwner {
  /** It asks for an event: it has initialised, or is done with the last one. */
  asked(): void;
  /** It has answered the event in hand. */
  answered(outcome: AttemptOutcome): void;
  /** It has printed a line. */
  line(message: string): void;
  /** It is gone, with all that it started. Nothing follows. */
  lost(loss: Loss): void;
}

/** One start of a function's runtime: its process, the port where it asks for events, and the watch on its memory. */
export class Runtime {
  readonly #configuration: FunctionConfiguration;
  readonly #bundlePath: string | undefined;
  readonly #owner: RuntimeOwner;
  readonly #watchdog: Watchdog;
  readonly #watch: MemoryWatch;
  readonly #standbys: Standbys;
  readonly #clock: Clock;
  /** Undefined: on the machine's own time. */
  readonly #simulated: DrivenClock | undefined;
  #time: RuntimeTime = new RealTime();
  #end: Cancel = () => {};
  #api: RuntimeApi | undefined;
  #process: RuntimeProcess | undefined;
  #memory: ReturnType<MemoryWatch["watch"]> | undefined;
  #peakBytes = 0;
  #killedFor: Loss | undefined;
  #frozen = false;

  constructor(
    configuration: FunctionConfiguration,
    bundlePath: string | undefined,
    {
      watchdog,
      memory,
      clock,
      standbys,
    }: {
      readonly watchdog: Watchdog;
      readonly memory: MemoryWatch;
      readonly clock: Clock;
      readonly standbys: Standbys;
    },
    owner: RuntimeOwner,
  ) {
    this.#configuration = configuration;
    this.#bundlePath = bundlePath;
    this.#owner = owner;
    this.#watchdog = watchdog;
    this.#watch = memory;
    this.#standbys = standbys;
    this.#clock = clock;
    this.#simulated = clock instanceof DrivenClock ? clock : undefined;
  }

  /** The most memory that it has used so far. In simulated time 0: it would make every run's record another. */
  get peakBytes(): number {
    return this.#simulated === undefined ? this.#peakBytes : 0;
  }

  /** Once. `variables` is given the address of the Runtime API. `wires` lead from the runtime to the bench. */
  async start(
    variables: (runtimeApi: string) => Readonly<Record<string, string>>,
    wires: readonly Wire[],
  ): Promise<void> {
    const api = await RuntimeApi.listen({
      asked: () => {
        // A short request may be over before the watch has looked once.
        if (this.#peakBytes === 0) this.#peakBytes = peakMemoryBytes(this.#process?.pid ?? 0);
        this.#time.whenQuiet(() => this.#owner.asked());
      },
      answered: (outcome) => this.#owner.answered(outcome),
      initFailed: (payload, errorType) => this.kill({ type: "initError", payload, errorType }),
    });
    this.#api = api;
    if (this.#killedFor !== undefined) {
      this.#lost(this.#killedFor);
      return;
    }
    try {
      this.#spawn(variables(api.address), [api.wire, ...wires]);
    } catch (error) {
      api.close();
      throw error;
    }
    this.#watchMemory();
  }

  /** Hands out an event; the runtime has asked for it. */
  deliver(event: RuntimeEvent): void {
    this.#time.tell(() => this.#api?.deliver(event));
  }

  /** Calls back when its clock shows the bench's time and all that was due by then is done; not at all once it is killed. */
  tell(then: () => void): void {
    this.#time.tell(then);
  }

  /** Whether its handler has left something behind that goes on with the next event. */
  get unfinished(): boolean {
    return this.#time.unfinished;
  }

  /** It is done with its event. What it has printed is handed over. */
  rest(): void {
    this.#process?.flush();
    this.#time.freeze();
    this.#measureMemory();
  }

  /** It stands still, with everything it has begun, until it is wanted. */
  freeze(): void {
    this.#process?.freeze();
    this.#frozen = true;
  }

  /** It is to get another event. */
  wake(): void {
    if (this.#frozen) this.#process?.thaw();
    this.#frozen = false;
    this.#time.thaw();
    this.#watchMemory();
  }

  /** At once, frozen or not, and what it has not said by now is not heard. `lost` follows, with the first reason there was. */
  kill(reason: Loss): void {
    if (this.#killedFor !== undefined) return;
    this.#killedFor = reason;
    this.#end = this.#clock.hold(() => `the processes of ${this.#configuration.name} do not end`);
    this.#time.end();
    // First dead, then cut off: a runtime that sees its connection break would say so in the function's log.
    this.#process?.kill();
    this.#api?.close();
  }

  #spawn(variables: Readonly<Record<string, string>>, wires: readonly Wire[]): void {
    const { name, runtime, codePath } = this.#configuration;
    const command = runtimeCommand(this.#configuration, this.#bundlePath);
    const heard = {
      line: (message: string) => this.#owner.line(message),
      ended: (end: ProcessEnd) => this.#lost(this.#killedFor ?? { type: "ended", end }),
    };
    const clock = this.#simulated;
    const simulated = clock && inSimulatedTime(runtimeFamily(runtime), command);
    if (clock === undefined || simulated === undefined) {
      // Also for a bundle: files beside the source are found, as they are on AWS when they are deployed with it.
      const workingFolder = codePath;
      const watchdog = this.#watchdog;
      this.#process = new RuntimeProcess({ command, workingFolder, variables, watchdog, controlled: false, ...heard });
      if (clock !== undefined) this.#time = new HeldTime(clock, name);
      return;
    }
    const moment = { elapsed: clock.elapsed(), date: clock.now() };
    this.#process = this.#standbys.begin(this.#configuration, simulated, { variables, moment, wires, ...heard });
    this.#time = new SimulatedTime({ clock, name, wires, control: this.#process.control });
  }

  #lost(loss: Loss): void {
    this.#api?.close();
    this.#measureMemory();
    this.#time.end();
    this.#owner.lost(loss);
    this.#end();
  }

  #watchMemory(): void {
    const { pid } = this.#process ?? {};
    if (pid === undefined) return;
    const limitBytes = this.#configuration.memoryMb * 1024 * 1024;
    this.#memory = this.#watch.watch(pid, limitBytes, () => this.kill({ type: "memory" }));
  }

  #measureMemory(): void {
    this.#peakBytes = Math.max(this.#peakBytes, this.#memory?.end() ?? 0);
    this.#memory = undefined;
  }
}
