import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assert } from "../../src/assert.ts";
import { Services } from "../../src/connect/services.ts";
import { CrashSite, legacy } from "./crash-points.ts";
import { sample } from "./field-calls.ts";

/*
 * The window that the safe line leaves to a new reservation where an API knows no keys (docs/idempotency.md): the API takes up the first
 * request so late that a second one has been sent by then. Here a gateway answers the first request with 504 at once, the
 * restaurant gets it later, and its book would take the reservation twice.
 */
const instance = legacy(sample, ["node", join(import.meta.dirname, "late-api", "server.mjs")]);

/** The requests that come to the restaurant after the one that is late. */
const [firstRead, secondRead, secondRequest] = [1, 2, 3];
const moments = [
  { moment: "before it is looked for", before: firstRead },
  { moment: "before the caller dials again", before: secondRead },
  { moment: "between the second call's look into the book and its request", before: secondRequest },
  { moment: "after everything", before: undefined },
];

describe.each([
  { language: "TypeScript", number: "+81312340003" },
  { language: "Python", number: "+81312340004" },
])("a late request and the safe line in $language", ({ number }) => {
  let services: Services;
  let site: CrashSite;
  let api: URL;
  beforeAll(async () => {
    services = await Services.start(instance);
    const restaurant = instance.externals.find(({ name }) => name === "restaurant");
    assert(restaurant !== undefined, "the sample has no restaurant");
    api = await services.urlOf(restaurant);
    site = await CrashSite.open(instance, services, number);
  });
  afterAll(async () => {
    await site.close();
    await services.stop();
  });

  const post = (path: string) => fetch(new URL(path, api), { method: "POST" });

  /** How many reservations there are in the end, where nothing else goes wrong. */
  async function reservations(redialMs: number, before: number | undefined) {
    await post(before === undefined ? "/late" : `/late?before=${before}`);
    const afterwards = () => post("/arrive");
    const { endings } = await site.search({ hangsUp: "in the last sentence", redialMs, deviationsMax: 0, afterwards });
    return endings.map(({ book }) => book.length);
  }

  test.each(moments)("that arrives $moment is one reservation for who dials again within 60 s", async ({ before }) => {
    for (const redialMs of [1_000, 10_000]) expect(await reservations(redialMs, before)).toEqual([1]);
  });

  test("is one reservation for who dials again later, too, if it has arrived by then", async () => {
    for (const before of [firstRead, secondRead]) expect(await reservations(600_000, before)).toEqual([1]);
  });

  test("is two if it is later than 60 s, and than the look into the book of a second call: the window", async () => {
    for (const before of [secondRequest, undefined]) expect(await reservations(600_000, before)).toEqual([2]);
  });
});
