import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BenchError } from "../bench-error.ts";
import type { Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { Service } from "../external/service.ts";
import { Watchdog } from "../lambda/watchdog.ts";
import type { External, Instance } from "./instance.ts";

/** The external APIs of an instance that are started for it. They run in real time, whatever clock the calls are on. */
export class Services {
  readonly #watchdog: Watchdog;
  readonly #running: ReadonlyMap<External, Service>;

  /** @throws BenchError ERR_EXTERNAL_START when one cannot be started; those that could are stopped again. */
  static async start(instance: Instance): Promise<Services> {
    const scratchPath = mkdtempSync(join(tmpdir(), "ringonce-externals-"));
    const watchdog = new Watchdog(scratchPath);
    try {
      return new Services(watchdog, await startAll(instance, watchdog));
    } catch (error) {
      await watchdog.close();
      throw error;
    } finally {
      rmSync(scratchPath, { recursive: true, force: true });
    }
  }

  private constructor(watchdog: Watchdog, running: ReadonlyMap<External, Service>) {
    this.#watchdog = watchdog;
    this.#running = running;
  }

  /** Where an external API is to be found. */
  urlOf(external: External): URL {
    return this.#running.get(external)?.url ?? external.url;
  }

  /**
   * Empties every API that was started here and says how, also one whose database outlives it.
   * @throws BenchError ERR_EXTERNAL_RESET when one does not do it.
   */
  async reset(): Promise<void> {
    await Promise.all([...this.#running].map(([{ reset }, { url }]) => reset && sendReset(url, reset)));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((service) => service.stop()));
    await this.#watchdog.close();
  }
}

async function startAll(instance: Instance, guard: Watchdog): Promise<ReadonlyMap<External, Service>> {
  const starting = instance.externals.flatMap((external) => {
    const { name, url, start: command } = external;
    if (command === undefined) return [];
    const clock = new SystemClock();
    const service = Service.start({ name, url, command, directory: instance.directory, clock, guard });
    return [service.then((started) => [external, started] as const)];
  });
  const outcomes = await Promise.allSettled(starting);
  const started = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) {
    await Promise.all(started.map(([, service]) => service.stop()));
    throw failed.reason;
  }
  return new Map(started);
}

/** Not AWS's number: chosen. */
const resetLimitMs: Millis = 10_000;

async function sendReset(api: URL, { method, path, body }: NonNullable<External["reset"]>): Promise<void> {
  const url = new URL(path, api);
  const signal = AbortSignal.timeout(resetLimitMs);
  const answer = await fetch(url, { method, signal, ...(body !== undefined && { body }) }).catch(
    (error: Error) => error,
  );
  if (answer instanceof Response && answer.ok) return;
  const why = answer instanceof Response ? `it was answered ${answer.status}` : `it failed: ${answer.message}`;
  throw new BenchError(
    "ERR_EXTERNAL_RESET",
    `The reset ${method} ${url.href} did not work, ${why}. Correct "reset" in the instance file.`,
  );
}
