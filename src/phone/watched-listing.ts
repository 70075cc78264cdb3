import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { ListingMessage } from "../page/protocol.ts";
import type { Watcher } from "./watching.ts";

/** Five times a second looks like at once, and leaves the API to the calls. Chosen. */
const restMs: Millis = 200;
/** An API that failed is asked again by itself: it may be up again without having answered a call. Chosen. */
const afterFailureMs: Millis = 2_000;

/** What an API has made, for everybody who watches it: read once for all, and never while nobody does. */
export class WatchedListing {
  readonly #read: () => Promise<ListingMessage>;
  readonly #clock: Clock;
  readonly #watchers = new Set<Watcher>();
  #last: ListingMessage | undefined;
  #isReading = false;
  #cancelRest: Cancel | undefined;
  /** The API may have done something since it was last asked. */
  #isStale = false;

  constructor(read: () => Promise<ListingMessage>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  watch(watcher: Watcher): Cancel {
    this.#watchers.add(watcher);
    if (this.#last !== undefined) watcher.tell(this.#last);
    this.look();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      this.#last = undefined;
      this.#cancelRest?.();
      this.#cancelRest = undefined;
    };
  }

  /** The API may have done something. */
  look(): void {
    if (this.#watchers.size === 0) return;
    this.#isStale = true;
    if (this.#isReading || this.#cancelRest !== undefined) return;
    this.#isStale = false;
    this.#isReading = true;
    void this.#read().then((message) => this.#tell(message));
  }

  #tell(message: ListingMessage): void {
    this.#isReading = false;
    if (this.#watchers.size === 0) return;
    if (JSON.stringify(message) !== JSON.stringify(this.#last)) {
      this.#last = message;
      for (const watcher of this.#watchers) watcher.tell(message);
    }
    const hasFailed = message.type === "failed";
    this.#cancelRest = this.#clock.after(hasFailed ? afterFailureMs : restMs, () => {
      this.#cancelRest = undefined;
      if (this.#isStale || hasFailed) this.look();
    });
  }
}
