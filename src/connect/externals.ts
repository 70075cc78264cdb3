import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BenchError } from "../bench-error.ts";
import type { Clock, Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { Service } from "../external/service.ts";
import { type Conditions, type Reach, Tap } from "../external/tap.ts";
import type { Entry } from "../journal/event.ts";
import type { PreparedEnvironment } from "../lambda/environment.ts";
import { Watchdog } from "../lambda/watchdog.ts";
import type { Attribution } from "./attribution.ts";
import { externalRecord } from "./external-record.ts";
import type { External, Instance } from "./instance.ts";

export interface ExternalsOptions {
  readonly instance: Instance;
  readonly clock: Clock;
  /** How each external API behaves, by name; as it comes where nothing is said. */
  readonly conditions: ReadonlyMap<string, Conditions>;
  readonly attribution: Attribution;
  readonly write: (entry: Entry) => void;
  readonly nextId: () => string;
  /** Empties each API that the bench starts, also one whose database outlives it. */
  readonly fresh: boolean;
}

const asItComes: Conditions = { latencyMs: 0, fault: undefined };

/** The external APIs of an instance: those that the bench starts itself, and the tap before each of them. */
export class Externals {
  readonly #watchdog: Watchdog;
  readonly #services: ReadonlyMap<External, Service>;
  readonly #taps: ReadonlyMap<External, Tap>;

  /** @throws BenchError ERR_EXTERNAL_START when one cannot be started; those that could are stopped again. */
  static async open(options: ExternalsOptions): Promise<Externals> {
    const scratchPath = mkdtempSync(join(tmpdir(), "ringonce-externals-"));
    const watchdog = new Watchdog(scratchPath);
    let services: ReadonlyMap<External, Service> = new Map();
    try {
      services = await startServices(options, watchdog);
      if (options.fresh) await Promise.all([...services].map(([{ reset }, { url }]) => reset && sendReset(url, reset)));
      return new Externals(options, watchdog, services);
    } catch (error) {
      await Promise.all([...services.values()].map((service) => service.stop()));
      await watchdog.close();
      throw error;
    } finally {
      rmSync(scratchPath, { recursive: true, force: true });
    }
  }

  private constructor(options: ExternalsOptions, watchdog: Watchdog, services: ReadonlyMap<External, Service>) {
    const { instance, clock, conditions, attribution, write, nextId } = options;
    this.#watchdog = watchdog;
    this.#services = services;
    const tap = (external: External): Tap =>
      new Tap({
        target: services.get(external)?.url ?? external.url,
        clock,
        observer: externalRecord(external.name, attribution, write),
        conditions: () => conditions.get(external.name) ?? asItComes,
        nextId,
      });
    this.#taps = new Map(instance.externals.map((external) => [external, tap(external)]));
  }

  /** An address of each external API for one execution environment alone, so that its requests can be told apart. */
  async openFor(environmentId: string, reach: Reach): Promise<PreparedEnvironment> {
    const mouths = await Promise.all([...this.#taps.values()].map((tap) => tap.open(environmentId, reach)));
    const names = [...this.#taps.keys()].map(({ environmentVariable }) => environmentVariable);
    return {
      variables: Object.fromEntries(mouths.map(({ url }, index) => [names[index], url])),
      wires: mouths.map(({ wire }) => wire),
      release: () => {
        for (const { close } of mouths) close();
      },
    };
  }

  async close(): Promise<void> {
    for (const tap of this.#taps.values()) tap.close();
    await Promise.all([...this.#services.values()].map((service) => service.stop()));
    await this.#watchdog.close();
  }
}

/** Not AWS's number: chosen. */
const resetLimitMs: Millis = 10_000;

/** @throws BenchError ERR_EXTERNAL_RESET when the API does not do it. */
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

async function startServices({ instance }: ExternalsOptions, guard: Watchdog): Promise<ReadonlyMap<External, Service>> {
  const starting = instance.externals.flatMap((external) => {
    const { name, url, start: command } = external;
    if (command === undefined) return [];
    // A program that the user wrote starts and stops in its own time, whatever clock the calls are on.
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
