import { computed, effect, signal } from "@preact/signals";
import type { Millis } from "../clock/clock.ts";
import { readListingAddress } from "./address.ts";
import { type ListingTable, listingTable } from "./listing-table.ts";
import { clock, instance, isReady } from "./opened.ts";
import type { ListingFailure, ListingMessage } from "./protocol.ts";
import { watch } from "./watch.ts";

/** What an external API has made, as it is watched. */
export interface Listing {
  readonly api: string;
  /** Undefined: it has not been read yet. */
  readonly table: ListingTable | undefined;
  /** What came with the last change. */
  readonly fresh: { readonly keys: ReadonlySet<string>; readonly at: Millis } | undefined;
  /** Why it cannot be read just now. */
  readonly failure: ListingFailure | undefined;
}

/** The external APIs whose listing can be watched. */
export const listingApis = computed<readonly string[]>(() =>
  (instance.value?.externals ?? []).filter(({ hasListing }) => hasListing).map(({ name }) => name),
);

/**
 * What is emptied together with an API: all that can be. A function that keeps in a store what it has reserved would say so of
 * an empty book.
 */
export const emptiedTogether = computed<readonly string[]>(() =>
  (instance.value?.externals ?? []).filter(({ hasReset }) => hasReset).map(({ name }) => name),
);

/** The listing that is shown instead of a call; undefined where none is. */
export const listing = signal<Listing | undefined>(undefined);
export const isListingShown = computed(() => listing.value !== undefined);

const wanted = signal(readListingAddress(location.hash));
addEventListener("hashchange", () => {
  wanted.value = readListingAddress(location.hash);
});
/** Until the server has said what there is, nothing is. */
const isKnown = computed(() => listingApis.value.some((name) => name === wanted.value));

effect(() => {
  const api = isReady.value ? wanted.value : undefined;
  const failure = isKnown.value ? undefined : ({ type: "unknown" } as const);
  let shown: Listing | undefined = api === undefined ? undefined : { api, table: undefined, fresh: undefined, failure };
  listing.value = shown;
  if (api === undefined || failure !== undefined) return;
  return watch<ListingMessage>({
    clock,
    address: () => `/externals/${encodeURIComponent(api)}/listing`,
    read: (message) => {
      shown = shown && after(shown, message);
      listing.value = shown;
    },
  });
});

function after(shown: Listing, message: ListingMessage): Listing {
  switch (message.type) {
    case "failed":
      return { ...shown, failure: message.failure };
    case "listed": {
      const table = listingTable(message.listed);
      const known = shown.table && new Set(shown.table.rows.map(({ key }) => key));
      const keys = new Set(table.rows.map(({ key }) => key).filter((key) => known?.has(key) === false));
      return { ...shown, table, fresh: keys.size === 0 ? undefined : { keys, at: clock.now() }, failure: undefined };
    }
  }
}
