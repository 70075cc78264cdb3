import { reachesApi } from "../external/fault.ts";
import type { EventOf } from "./event.ts";
import { isUnsafe } from "./findings/requests.ts";

/**
 * How a request stands to those before it. "again": it asks for a change that was asked for before. "under its key": so
 * it does, but with the key that the API is declared to act on once.
 */
export type Repetition = "again" | "under its key" | undefined;

/** Remembers which changes were asked of the external APIs, as far as requests reached them. */
export class Asked {
  readonly #asked = new Set<string>();

  read(started: EventOf<"external.started">): Repetition {
    if (!isUnsafe({ started }) || !reachesApi(started.fault)) return undefined;
    const { external, meaning, idempotencyKey } = started;
    const change = `${external} ${meaning}`;
    const keyed = `${change} ${idempotencyKey}`;
    const again = this.#asked.has(change);
    const underItsKey = idempotencyKey !== undefined && this.#asked.has(keyed);
    this.#asked.add(change).add(keyed);
    if (underItsKey) return "under its key";
    return again ? "again" : undefined;
  }
}
