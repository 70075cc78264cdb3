import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Code, codeOf } from "./code.ts";
import type { FunctionConfiguration } from "./function.ts";
import { Standbys } from "./standby.ts";
import { Watchdog } from "./watchdog.ts";

/**
 * What is made ahead for the functions of one instance, and may outlive a Lambda that is opened on it: the bundles of
 * their handlers, processes that stand by, and the folder where both lie. None of it has run anything of a handler's.
 * Several Lambdas may share it, unless the same seed gives them the same chance: their environments have folders in it.
 */
export class Stock {
  /** The bench's own temporary folder. */
  readonly scratchPath: string;
  readonly watchdog: Watchdog;
  readonly standbys: Standbys;
  /** By the function's name: the last one, or the one that is being made. */
  readonly #codes = new Map<string, Promise<Code>>();
  #made = 0;

  /** `standbysEach`: so many processes stand by for each function that has been used. */
  constructor(standbysEach = 1) {
    this.scratchPath = mkdtempSync(join(tmpdir(), "ringonce-"));
    this.watchdog = new Watchdog(this.scratchPath);
    this.standbys = new Standbys(this.watchdog, standbysEach);
  }

  /**
   * The function's code as it is now: the same object until a file of it has changed. An older bundle stays where it is,
   * for whoever runs it.
   * @throws BenchError ERR_HANDLER_DOES_NOT_BUILD
   */
  async codeOf(configuration: FunctionConfiguration): Promise<Code> {
    const { name } = configuration;
    const making = this.#codes.get(name);
    const made = await making?.catch(() => undefined);
    if (made !== undefined && !made.sources.haveChanged) return made;
    const meanwhile = this.#codes.get(name);
    if (meanwhile !== undefined && meanwhile !== making) return meanwhile;
    const another = codeOf(configuration, join(this.scratchPath, `bundle-${this.#made++}`));
    this.#codes.set(name, another);
    return another;
  }

  /** No Lambda may be open on it any more. */
  async close(): Promise<void> {
    await this.standbys.close();
    await this.watchdog.close();
    await rm(this.scratchPath, { recursive: true, force: true });
  }
}
