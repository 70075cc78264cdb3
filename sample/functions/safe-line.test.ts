import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openLocalDynamoDb } from "../dynamodb/local-dynamodb.mjs";
import { stubAwsVariables } from "../dynamodb/test/aws-variables.ts";
import { openFront } from "./test/front.ts";
import { caller, contactFlowEvent, endPython, type Invoke, invokePython, invokeTypescript } from "./test/invoke.ts";
import { openSmallRestaurant } from "./test/small-restaurant.ts";

let restaurant: Awaited<ReturnType<typeof openSmallRestaurant>>;
let api: Awaited<ReturnType<typeof openFront>>;
let dynamoDb: Awaited<ReturnType<typeof openLocalDynamoDb>> | undefined;
let store: Awaited<ReturnType<typeof openFront>>;

beforeAll(async () => {
  restaurant = await openSmallRestaurant();
  api = await openFront(() => restaurant.url);
  store = await openFront(() => dynamoDb?.url ?? "");
  stubAwsVariables(store.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  api.close();
  store.close();
  await Promise.all([restaurant.close(), dynamoDb?.close(), endPython()]);
});
beforeEach(async () => {
  vi.stubEnv("RESTAURANT_API_URL", api.url);
  vi.stubEnv("RESTAURANT_API_KEYS", "honoured");
  for (const method of ["log", "error", "warn"] as const) vi.spyOn(console, method).mockReturnValue();
  api.reset();
  store.reset();
  restaurant.reset();
  await forgetIntents();
});

/** A new DynamoDB, with nothing in it. */
async function forgetIntents() {
  await dynamoDb?.close();
  dynamoDb = await openLocalDynamoDb();
}

const christmasEve = { operation: "reserve", date: "1224", time: "1900", partySize: "2" };
const wish = contactFlowEvent(christmasEve);
const change = contactFlowEvent({ ...christmasEve, operation: "change", date: "1225" });
/** Enough for a request that nobody answers and a look into the book, without waiting for seconds. */
const short = { timeoutMs: 4_000 };
const lines = [
  { name: "TypeScript", invoke: invokeTypescript as Invoke },
  { name: "Python", invoke: invokePython as Invoke },
];

describe.each(lines)("the safe line in $name", ({ invoke }) => {
  test("confirms a reservation, in strings", async () => {
    expect(await invoke(wish)).toEqual({
      status: "confirmed",
      reservationNumber: "1001",
      date: expect.stringMatching(/^20\d\d-12-24$/),
      time: "19:00",
      partySize: "2",
      table: "1",
    });
    expect(restaurant.orders).toHaveLength(1);
  });

  test("who calls again for the same hears that it is there already", async () => {
    const first = await invoke(wish);
    expect(await invoke(wish)).toEqual({ ...first, status: "already-confirmed" });
    expect(restaurant.orders).toHaveLength(1);
  });

  test.each(["error-after", "reset-after"] as const)("an answer that is lost (%s) is looked up", async (fate) => {
    Object.assign(api, { method: "POST", fates: [fate] });
    expect(await invoke(wish)).toMatchObject({ status: "confirmed", reservationNumber: "1001" });
    expect(restaurant.orders).toHaveLength(1);
  });

  test.each(["error-before", "reset-before"] as const)("a request that is lost (%s) is sent again", async (fate) => {
    Object.assign(api, { method: "POST", fates: [fate] });
    expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
    expect(restaurant.book).toHaveLength(1);
  });

  test("a request that is sent again has the same key", async () => {
    Object.assign(api, { method: "POST", fates: ["late"] });
    await invoke(wish, short);
    await invoke(wish);
    await api.arrive();
    expect(new Set(restaurant.orders.map(({ key }) => key)).size).toBe(1);
    expect(restaurant.orders).toHaveLength(2);
    expect(restaurant.book).toHaveLength(1);
  });

  test("an API that says nothing at all: being confirmed, in time; and the next call hears the truth", async () => {
    api.always = "silent";
    const startedAt = performance.now();
    expect(await invoke(wish, short)).toEqual({ status: "pending" });
    expect(performance.now() - startedAt).toBeLessThan(short.timeoutMs);
    api.reset();
    expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
    expect(restaurant.book).toHaveLength(1);
  });

  test("an API that did it and cannot be asked: being confirmed; and the next call hears the truth", async () => {
    api.always = "error-after";
    expect(await invoke(wish)).toEqual({ status: "pending" });
    api.reset();
    expect(await invoke(wish)).toMatchObject({ status: "already-confirmed", reservationNumber: "1001" });
    expect(restaurant.orders).toHaveLength(1);
  });

  test("while the first request is still under way, the API says so: being confirmed", async () => {
    Object.assign(api, { method: "POST", fates: ["in-progress", "in-progress"] });
    expect(await invoke(wish)).toEqual({ status: "pending" });
  });

  test("two calls at the same moment: one reservation, and neither is told anything else", async () => {
    const results = await Promise.all([invoke(wish), invoke(wish)]);
    expect(restaurant.book).toHaveLength(1);
    for (const { status } of results) expect(["confirmed", "already-confirmed"]).toContain(status);
  });

  test("a reservation that was cancelled is made anew", async () => {
    await invoke(wish);
    restaurant.book = [];
    expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
    expect(restaurant.book).toHaveLength(1);
  });

  test("one whose record was never ended is made anew as well, and no old answer is taken for a new one", async () => {
    Object.assign(store, { fates: ["as-usual", "silent", "silent"] });
    expect(await invoke(wish, short)).toMatchObject({ status: "confirmed" });
    restaurant.book = [];
    expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
    expect(restaurant.book).toHaveLength(1);
  });

  test("full; and when a table is free again, the restaurant is asked again", async () => {
    await invoke(contactFlowEvent(christmasEve, "+81311111111"));
    expect(await invoke(wish)).toEqual({ status: "rejected", reason: "full" });
    restaurant.book = [];
    expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
  });

  test("another reservation of the caller at that time stands in the way", async () => {
    await invoke(wish);
    const larger = contactFlowEvent({ ...christmasEve, partySize: "4" });
    expect(await invoke(larger)).toEqual({ status: "rejected", reason: "overlapping" });
  });

  test("one that was made elsewhere is there already", async () => {
    const { date } = await invoke(wish);
    await forgetIntents();
    restaurant.reset();
    await fetch(`${restaurant.url}/reservations`, {
      method: "POST",
      body: JSON.stringify({ date, time: "19:00", partySize: 2, phoneNumber: caller }),
    });
    expect(await invoke(wish)).toMatchObject({ status: "already-confirmed", reservationNumber: "1001" });
  });

  test("changes a reservation, once, and who calls again hears that it is so already", async () => {
    await invoke(wish);
    expect(await invoke(change)).toMatchObject({ status: "confirmed", reservationNumber: "1001", date: /-12-25$/ });
    expect(await invoke(change)).toMatchObject({ status: "already-confirmed", reservationNumber: "1001" });
    expect(restaurant.orders.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
  });

  test("a change whose answer is lost does not move the caller's next reservation as well", async () => {
    await invoke(wish);
    await invoke(contactFlowEvent({ ...christmasEve, time: "1100" }));
    restaurant.orders.length = 0;
    Object.assign(api, { method: "PATCH", fates: ["reset-after"] });
    expect(await invoke(change)).toMatchObject({ status: "confirmed", reservationNumber: "1002" });
    expect(await invoke(change)).toMatchObject({ status: "already-confirmed", reservationNumber: "1002" });
    expect(restaurant.orders).toHaveLength(1);
  });

  test("changed, changed back, and changed again", async () => {
    await invoke(wish);
    const back = contactFlowEvent({ ...christmasEve, operation: "change" });
    for (const one of [change, back, change]) expect(await invoke(one)).toMatchObject({ status: "confirmed" });
    expect(restaurant.book).toEqual([expect.objectContaining({ date: expect.stringMatching(/-12-25$/) })]);
  });

  test("nothing to change", async () => {
    expect(await invoke(change)).toEqual({ status: "rejected", reason: "none-to-change" });
  });

  describe("with an API that does not know keys", () => {
    beforeEach(() => {
      restaurant.honoursKeys = false;
      vi.stubEnv("RESTAURANT_API_KEYS", undefined);
    });

    test("what the book does not have is not sent again while the first request may still arrive", async () => {
      Object.assign(api, { method: "POST", fates: ["late"] });
      expect(await invoke(wish, short)).toEqual({ status: "pending" });
      expect(await invoke(wish, { laterMs: 50_000 })).toEqual({ status: "pending" });
      expect(restaurant.orders).toEqual([]);
      await api.arrive();
      expect(await invoke(wish)).toMatchObject({ status: "already-confirmed", reservationNumber: "1001" });
      expect(restaurant.orders).toHaveLength(1);
    });

    test("and after a minute it is", async () => {
      Object.assign(api, { method: "POST", fates: ["reset-before"] });
      expect(await invoke(wish)).toEqual({ status: "pending" });
      expect(await invoke(wish, { laterMs: 61_000 })).toMatchObject({ status: "confirmed" });
      expect(restaurant.orders).toHaveLength(1);
    });

    test("of two calls at the same moment one sends its request", async () => {
      const results = await Promise.all([invoke(wish), invoke(wish)]);
      expect(restaurant.orders).toHaveLength(1);
      for (const { status } of results) expect(["confirmed", "already-confirmed", "pending"]).toContain(status);
    });
  });

  describe("when DynamoDB fails", () => {
    test.each(["error-before", "error-after", "reset-before", "silent"] as const)(
      "%s: nothing is sent, and it is being confirmed",
      async (fate) => {
        store.always = fate;
        expect(await invoke(wish, short)).toEqual({ status: "pending" });
        expect(restaurant.orders).toEqual([]);
      },
    );

    test("once: it is asked once more", async () => {
      store.fates = ["reset-before"];
      expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
    });

    test("who has the reservation already hears so", async () => {
      await invoke(wish);
      store.always = "error-before";
      expect(await invoke(wish)).toMatchObject({ status: "already-confirmed", reservationNumber: "1001" });
    });
  });

  test.each([
    { what: "no such date", event: contactFlowEvent({ ...christmasEve, date: "0230" }), reason: "invalid" },
    { what: "no such time", event: contactFlowEvent({ ...christmasEve, time: "9" }), reason: "invalid" },
    { what: "nobody", event: contactFlowEvent({ ...christmasEve, partySize: "0" }), reason: "invalid" },
    { what: "nothing keyed in", event: contactFlowEvent({}), reason: "invalid" },
    { what: "too late in the evening", event: contactFlowEvent({ ...christmasEve, time: "2300" }), reason: "invalid" },
    { what: "a number withheld", event: contactFlowEvent(christmasEve, "anonymous"), reason: "unknown-caller" },
  ])("$what is $reason", async ({ event, reason }) => {
    expect(await invoke(event)).toEqual({ status: "rejected", reason });
    expect(restaurant.book).toEqual([]);
  });

  test("an event that is none, an address that is not set or wrong, an API that talks of something else", async () => {
    expect(await invoke({})).toEqual({ status: "pending" });
    api.always = "nonsense";
    expect(await invoke(wish)).toEqual({ status: "pending" });
    vi.stubEnv("RESTAURANT_API_URL", "nowhere");
    expect(await invoke(wish)).toEqual({ status: "pending" });
    vi.stubEnv("RESTAURANT_API_URL", undefined);
    expect(await invoke(wish)).toEqual({ status: "pending" });
  });
});

describe("the same wish, in TypeScript and in Python", () => {
  test.each([
    christmasEve,
    { ...christmasEve, time: "1930" },
    { ...christmasEve, date: "0229", partySize: "6" },
    { ...christmasEve, operation: "change" },
  ])("%j has the same key and the same answer", async (parameters) => {
    const outcomes = [];
    for (const { invoke } of lines) {
      restaurant.reset();
      await forgetIntents();
      if (parameters.operation === "change") await invoke(contactFlowEvent({ ...christmasEve, date: "0101" }));
      outcomes.push({ result: await invoke(contactFlowEvent(parameters)), orders: [...restaurant.orders] });
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  test("has the same record: what one has in progress, the other takes up", async () => {
    Object.assign(api, { method: "POST", fates: ["late"] });
    expect(await invokeTypescript(wish, short)).toEqual({ status: "pending" });
    vi.stubEnv("RESTAURANT_API_KEYS", undefined); // So that it would not send what is in progress.
    expect(await invokePython(wish)).toEqual({ status: "pending" });
    vi.stubEnv("RESTAURANT_API_KEYS", "honoured");
    expect(await invokePython(wish)).toMatchObject({ status: "confirmed" });
    restaurant.book = [];
    expect(await invokeTypescript(wish)).toMatchObject({ status: "confirmed" });
    expect(restaurant.orders.at(-1)?.key).toMatch(/-2$/);
  });

  test("two wishes have two keys", async () => {
    for (const { invoke } of lines) {
      await invoke(wish);
      await invoke(contactFlowEvent({ ...christmasEve, time: "1100" }));
      await invoke(contactFlowEvent({ ...christmasEve, date: "1223" }, "+81311111111"));
      await invoke(contactFlowEvent({ ...christmasEve, date: "1222", partySize: "3" }, "+81311111111"));
    }
    const keys = restaurant.orders.map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
  });
});
