import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { PreparedEnvironment, PrepareEnvironment, Services } from "./environment-services.ts";
import type { FunctionConfiguration } from "./function.ts";

/**
 * What of an environment outlives each of its runtimes: its name, its log stream, its temporary folder, and what others
 * have made for it.
 */
export class Premises {
  readonly id: string;
  readonly logStream: string;
  readonly temporaryPath: string;
  readonly #configuration: FunctionConfiguration;
  readonly #services: Services;
  #prepared: PreparedEnvironment | undefined;

  constructor(configuration: FunctionConfiguration, services: Services) {
    this.#configuration = configuration;
    this.#services = services;
    this.id = services.chance.uuid();
    const hex = this.id.replaceAll("-", "");
    const date = new Date(services.clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    this.logStream = `${date}/[$LATEST]${hex}`;
    this.temporaryPath = join(services.scratchPath, hex);
    mkdirSync(this.temporaryPath);
  }

  /** Before the first process starts; afterwards it is there already. One that failed is tried again. */
  async prepare(lines: Pick<Parameters<PrepareEnvironment>[0], "reach" | "crash">): Promise<PreparedEnvironment> {
    const { name: functionName } = this.#configuration;
    this.#prepared ??= await this.#services.prepareEnvironment({ environmentId: this.id, functionName, ...lines });
    return this.#prepared;
  }

  /** Whether something that the function asked others for is still under way. */
  get isAwaited(): boolean {
    return this.#prepared?.isAwaited?.() === true;
  }

  /** Its last runtime is gone. */
  async clear(): Promise<void> {
    this.#prepared?.release();
    await rm(this.temporaryPath, { recursive: true, force: true });
  }
}
