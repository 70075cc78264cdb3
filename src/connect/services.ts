import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "../assert.ts";
import { BenchError } from "../bench-error.ts";
import type { Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { Service } from "../external/service.ts";
import { Watchdog } from "../lambda/watchdog.ts";
import type { External, Instance } from "./instance.ts";

/** The external APIs of an instance that are started for it. They run in real time, whatever clock the calls are on. */
export class Services {
  readonly #instance: Instance;
  readonly #watchdog: Watchdog;
  readonly #started = new Map<External, Promise<Service>>();
  readonly #listening = new Map<External, Service>();
  /** Those that do not listen yet are to be emptied as soon as they do. */
  #resetAtStart = false;

  /**
   * Each is started when it is first asked for. In simulated time nobody notices; in real time it would look like an API
   * that is slow to answer.
   */
  static onDemand(instance: Instance): Services {
    const scratchPath = mkdtempSync(join(tmpdir(), "ringonce-externals-"));
    try {
      return new Services(instance, new Watchdog(scratchPath));
    } finally {
      rmSync(scratchPath, { recursive: true, force: true });
    }
  }

  /**
   * All are started, and listen.
   * @throws BenchError ERR_EXTERNAL_START when one cannot be started; those that could are stopped again.
   */
  static async start(instance: Instance): Promise<Services> {
    const services = Services.onDemand(instance);
    const outcomes = await Promise.allSettled(instance.externals.map((external) => services.urlOf(external)));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed === undefined) return services;
    await services.stop();
    throw failed.reason;
  }

  private constructor(instance: Instance, watchdog: Watchdog) {
    this.#instance = instance;
    this.#watchdog = watchdog;
  }

  /** Whoever asks for one later need not wait so long. One that cannot be started is said to be so then. */
  startAhead(): void {
    for (const external of this.#instance.externals) this.urlOf(external).catch(() => {});
  }

  /**
   * Where an external API is to be found, as soon as it listens.
   * @throws BenchError ERR_EXTERNAL_START when it cannot be started.
   */
  async urlOf(external: External): Promise<URL> {
    const { start: command } = external;
    if (command === undefined) return external.url;
    const started = this.#started.get(external) ?? this.#start(external, command);
    this.#started.set(external, started);
    return (await started).url;
  }

  /**
   * Empties every API that was started here and says how, also one whose database outlives it. One that is still being
   * started is not waited for: whoever asks for it finds it empty.
   * @throws BenchError ERR_EXTERNAL_RESET when one does not do it.
   */
  async reset(): Promise<void> {
    this.#resetAtStart = true;
    await Promise.all([...this.#listening].map(([{ reset }, { url }]) => reset && sendReset(url, reset)));
  }

  /**
   * Empties one of them.
   * @throws BenchError ERR_EXTERNAL_RESET when it does not do it, ERR_EXTERNAL_START when it is not there.
   */
  async resetOne(external: External): Promise<void> {
    assert(isEmptiedHere(external), `${external.name} is not emptied here`);
    await sendReset(await this.urlOf(external), external.reset);
  }

  async stop(): Promise<void> {
    const services = await Promise.allSettled(this.#started.values());
    await Promise.all(services.map((service) => service.status === "fulfilled" && service.value.stop()));
    await this.#watchdog.close();
  }

  async #start(external: External, command: readonly string[]): Promise<Service> {
    const { name, url, reset } = external;
    const { directory } = this.#instance;
    const options = { name, url, command, directory, clock: new SystemClock(), guard: this.#watchdog };
    const service = await Service.start(options);
    try {
      if (this.#resetAtStart && reset !== undefined) await sendReset(service.url, reset);
    } catch (error) {
      await service.stop();
      throw error;
    }
    this.#listening.set(external, service);
    return service;
  }
}

/** Whether an API says how it is emptied and is the bench's own to empty: nobody else works with it. */
export function isEmptiedHere(
  external: External,
): external is External & { readonly reset: NonNullable<External["reset"]> } {
  return external.start !== undefined && external.reset !== undefined;
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
  const why =
    answer instanceof Response
      ? `it was answered ${answer.status} ${(await answer.text()).slice(0, 500)}`
      : `it failed: ${answer.message}`;
  throw new BenchError(
    "ERR_EXTERNAL_RESET",
    `The reset ${method} ${url.href} did not work, ${why}. Correct "reset" in the instance file.`,
  );
}
