import type { Clock } from "../clock/clock.ts";
import { operationOf } from "../external/operation.ts";
import { type Asker, type Conditions, Tap } from "../external/tap.ts";
import type { Entry } from "../journal/event.ts";
import { requestName } from "../journal/request-name.ts";
import type { PreparedEnvironment } from "../lambda/environment-services.ts";
import type { Attribution } from "./attribution.ts";
import { externalRecord } from "./external-record.ts";
import type { External, Instance } from "./instance.ts";
import type { Services } from "./services.ts";

export interface ExternalsOptions {
  readonly instance: Instance;
  readonly services: Services;
  readonly clock: Clock;
  readonly conditions: ConditionsOf;
  readonly attribution: Attribution;
  readonly write: (entry: Entry) => void;
  readonly nextId: () => string;
  /** An API cannot be asked at all, and why. */
  readonly failed: (error: unknown) => void;
}

/** A request to an external API that is about to be let through. */
export interface ExternalRequest {
  /** The API's name. */
  readonly external: string;
  /** The attempt that sent it, as far as it is known. */
  readonly attemptId: string | undefined;
  /** "POST /reservations", or what AWS calls it: "PutItem". */
  readonly name: string;
}

/** How an external API behaves for one request. Undefined: as it comes. */
export type ConditionsOf = (request: ExternalRequest) => Conditions | undefined;

const asItComes: Conditions = { latencyMs: 0, fault: undefined };

/** The tap before each external API of an instance. */
export class Externals {
  readonly #taps: ReadonlyMap<External, Tap>;

  constructor({ instance, services, clock, conditions, attribution, write, nextId, failed }: ExternalsOptions) {
    const tap = (external: External): Tap =>
      new Tap({
        name: external.name,
        path: external.url.pathname,
        target: () => services.urlOf(external),
        failed,
        clock,
        observer: externalRecord(external, attribution, write),
        conditions: ({ mouth, method, path, headers }) => {
          const { attemptId } = attribution.ofEnvironment(mouth);
          const name = requestName({ operation: operationOf(headers), method, path });
          return conditions({ external: external.name, attemptId, name }) ?? asItComes;
        },
        nextId,
      });
    this.#taps = new Map(instance.externals.map((external) => [external, tap(external)]));
  }

  /** An address of each external API for one execution environment alone, so that its requests can be told apart. */
  async openFor(environmentId: string, asker: Asker): Promise<PreparedEnvironment> {
    const mouths = await Promise.all([...this.#taps.values()].map((tap) => tap.open(environmentId, asker)));
    const names = [...this.#taps.keys()].map(({ environmentVariable }) => environmentVariable);
    return {
      variables: Object.fromEntries(mouths.map(({ url }, index) => [names[index], url])),
      wires: mouths.map(({ wire }) => wire),
      isAwaited: () => mouths.some(({ isAwaited }) => isAwaited()),
      release: () => {
        for (const { close } of mouths) close();
      },
    };
  }

  close(): void {
    for (const tap of this.#taps.values()) tap.close();
  }
}
