import type { AttemptOutcome } from "./attempt.ts";
import type { FunctionConfiguration } from "./function.ts";
import type { Loss } from "./loss.ts";
import { type MemoryWatch, peakMemoryBytes } from "./memory.ts";
import { RuntimeProcess } from "./process.ts";
import { RuntimeApi, type RuntimeEvent } from "./runtime-api.ts";
import { runtimeCommand } from "./runtimes.ts";
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
  #api: RuntimeApi | undefined;
  #process: RuntimeProcess | undefined;
  #memory: ReturnType<MemoryWatch["watch"]> | undefined;
  #peakBytes = 0;
  #killedFor: Loss | undefined;
  #frozen = false;

  constructor(
    configuration: FunctionConfiguration,
    bundlePath: string | undefined,
    { watchdog, memory }: { readonly watchdog: Watchdog; readonly memory: MemoryWatch },
    owner: RuntimeOwner,
  ) {
    this.#configuration = configuration;
    this.#bundlePath = bundlePath;
    this.#owner = owner;
    this.#watchdog = watchdog;
    this.#watch = memory;
  }

  /** The most memory that it has used so far. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  /** Once. `variables` is given the address of the Runtime API. */
  async start(variables: (runtimeApi: string) => Readonly<Record<string, string>>): Promise<void> {
    const api = await RuntimeApi.listen({
      asked: () => {
        // A short request may be over before the watch has looked once.
        if (this.#peakBytes === 0) this.#peakBytes = peakMemoryBytes(this.#process?.pid ?? 0);
        this.#owner.asked();
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
      this.#process = this.#spawn(variables(api.address));
    } catch (error) {
      api.close();
      throw error;
    }
    this.#watchMemory();
  }

  /** Hands out an event; the runtime has asked for it. */
  deliver(event: RuntimeEvent): void {
    this.#api?.deliver(event);
  }

  /** It is done with its event. What it has printed is handed over. */
  rest(): void {
    this.#process?.flush();
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
    this.#watchMemory();
  }

  /** At once, frozen or not, and what it has not said by now is not heard. `lost` follows, with the first reason there was. */
  kill(reason: Loss): void {
    if (this.#killedFor !== undefined) return;
    this.#killedFor = reason;
    this.#api?.close();
    this.#process?.kill();
  }

  #spawn(variables: Readonly<Record<string, string>>): RuntimeProcess {
    return new RuntimeProcess({
      command: runtimeCommand(this.#configuration, this.#bundlePath),
      // Also for a bundle: files beside the source are found, as they are on AWS when they are deployed with it.
      workingFolder: this.#configuration.codePath,
      variables,
      watchdog: this.#watchdog,
      line: (message) => this.#owner.line(message),
      ended: (end) => this.#lost(this.#killedFor ?? { type: "ended", end }),
    });
  }

  #lost(loss: Loss): void {
    this.#api?.close();
    this.#measureMemory();
    this.#owner.lost(loss);
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
