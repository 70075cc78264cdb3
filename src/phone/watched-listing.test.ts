import { expect, test } from "vitest";
import { SimulatedClock } from "../clock/simulated.ts";
import type { ListingMessage } from "../page/protocol.ts";
import { WatchedListing } from "./watched-listing.ts";

/** An API's listing that the test holds in its hand. */
function listingOf(first: ListingMessage) {
  const clock = new SimulatedClock();
  const api = { answer: first, asked: 0 };
  const listing = new WatchedListing(async () => {
    api.asked += 1;
    return api.answer;
  }, clock);
  const pass = async (ms: number) => {
    await Promise.resolve(); // What is being read has been read.
    clock.advanceTo(clock.now() + ms);
    await Promise.resolve();
  };
  return { api, listing, pass };
}

function watcher() {
  const told: object[] = [];
  return { told, tell: (message: object) => void told.push(message), end: () => {} };
}

const listed = (...ids: readonly number[]): ListingMessage => ({ type: "listed", listed: ids.map((id) => ({ id })) });

test("whoever watches sees what there is at once, and what is made later when it is", async () => {
  const { api, listing, pass } = listingOf(listed(1));
  const page = watcher();
  listing.watch(page);
  await pass(1_000);
  api.answer = listed(1, 2);
  listing.look();
  await pass(1_000);
  expect(page.told).toEqual([listed(1), listed(1, 2)]);
});

test("an API is not asked more than five times a second, and the last thing it made is seen", async () => {
  const { api, listing, pass } = listingOf(listed());
  const page = watcher();
  listing.watch(page);
  for (let made = 1; made <= 100; made++) {
    api.answer = listed(made);
    listing.look();
    await pass(10);
  }
  await pass(1_000);
  expect(api.asked).toBeLessThanOrEqual(7);
  expect(page.told.at(-1)).toEqual(listed(100));
});

test("nobody is told what he knows already", async () => {
  const { listing, pass } = listingOf(listed(1));
  const page = watcher();
  listing.watch(page);
  await pass(1_000);
  listing.look();
  await pass(1_000);
  expect(page.told).toEqual([listed(1)]);
});

test("an API that failed is asked again by itself, and seen when it is up", async () => {
  const down: ListingMessage = { type: "failed", failure: { type: "unreachable" } };
  const { api, listing, pass } = listingOf(down);
  const page = watcher();
  listing.watch(page);
  await pass(10_000);
  api.answer = listed(1);
  await pass(10_000);
  expect(page.told).toEqual([down, listed(1)]);
});

test("an API is left alone while nobody watches, and who comes then sees nothing old", async () => {
  const { api, listing, pass } = listingOf(listed(1));
  const leave = listing.watch(watcher());
  await pass(1_000);
  leave();
  listing.look();
  await pass(60_000);
  expect(api.asked).toBe(1);
  api.answer = listed(2);
  const later = watcher();
  listing.watch(later);
  await pass(1_000);
  expect(later.told).toEqual([listed(2)]);
});
