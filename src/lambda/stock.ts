import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleTypescript } from "./bundle.ts";
import type { FunctionConfiguration } from "./function.ts";
import { nodeHandler, nodeHandlerFile } from "./handler.ts";
import { runtimeFamily } from "./runtimes.ts";
import { Standbys } from "./standby.ts";
import { Watchdog } from "./watchdog.ts";

/**
 * What is made ahead for the functions of one instance, and may outlive a Lambda that is opened on it: the bundles of
 * their handlers, processes that stand by, and the folder where both lie. None of it has run anything of a handler's.
 */
export class Stock {
  /** The bench's own temporary folder. */
  readonly scratchPath: string;
  readonly watchdog: Watchdog;
  readonly standbys: Standbys;
  /** By the function's name. */
  readonly #bundles = new Map<string, Promise<string | undefined>>();

  /** `standbysEach`: so many processes stand by for each function that has been used. */
  constructor(standbysEach = 1) {
    this.scratchPath = mkdtempSync(join(tmpdir(), "ringonce-"));
    this.watchdog = new Watchdog(this.scratchPath);
    this.standbys = new Standbys(this.watchdog, standbysEach);
  }

  /**
   * The folder with the function's bundle, made when it is first asked for. Undefined: it needs none.
   * @throws BenchError ERR_HANDLER_DOES_NOT_BUILD
   */
  bundleOf(configuration: FunctionConfiguration): Promise<string | undefined> {
    const { name } = configuration;
    const made =
      this.#bundles.get(name) ?? bundle(configuration, join(this.scratchPath, `bundle-${this.#bundles.size}`));
    this.#bundles.set(name, made);
    return made;
  }

  /** No Lambda may be open on it any more. */
  async close(): Promise<void> {
    await this.standbys.close();
    await this.watchdog.close();
    await rm(this.scratchPath, { recursive: true, force: true });
  }
}

async function bundle(configuration: FunctionConfiguration, folder: string): Promise<string | undefined> {
  if (runtimeFamily(configuration.runtime) !== "nodejs") return undefined;
  const file = nodeHandlerFile(configuration);
  const parts = nodeHandler(configuration.handler);
  if (file === undefined || parts === undefined || !file.typescript) return undefined;
  await bundleTypescript(configuration.name, file.path, parts.module, folder);
  return folder;
}
