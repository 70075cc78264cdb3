import type { JournalEvent } from "../journal/event.ts";
import type { ListingMessage } from "../page/protocol.ts";
import type { Line } from "./line.ts";
import { readListing } from "./listing.ts";
import type { Phones } from "./phones.ts";
import { WatchedListing } from "./watched-listing.ts";
import type { WatchRoute } from "./watching.ts";

/** What each external API has made that lists it, by its name: looked at after each of its answers to a call. */
export type Listings = ReadonlyMap<string, WatchedListing>;

export function listingsOf({ instance, services, journal, clock }: Line, phones: Phones): Listings {
  const listings = new Map<string, WatchedListing>();
  for (const external of instance.externals) {
    const { name, listing: path } = external;
    if (path === undefined) continue;
    listings.set(name, new WatchedListing(() => readListing(() => services.urlOf(external), path), clock));
  }
  const read = (event: JournalEvent) => {
    if (event.type === "external.answered") listings.get(event.external)?.look();
  };
  journal.listen(read);
  phones.listen(read);
  return listings;
}

export function listingRoute(listings: Listings): WatchRoute {
  return {
    path: "/externals/:name/listing",
    watch: (watcher, named) => {
      const listing = listings.get(named("name"));
      if (listing !== undefined) return listing.watch(watcher);
      const unknown: ListingMessage = { type: "failed", failure: { type: "unknown" } };
      watcher.tell(unknown);
      return () => {};
    },
  };
}
