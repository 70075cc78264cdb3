import { inspect } from "node:util";
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
  vi.stubEnv("RESERVATION_INTENTS_TABLE", undefined);
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

  test("there and back again: each change is one look and one request, however often there was one before", async () => {
    await invoke(wish);
    const back = contactFlowEvent({ ...christmasEve, operation: "change" });
    for (let time = 1; time <= 6; time++) {
      restaurant.asked.length = 0;
      expect(await invoke(time % 2 === 1 ? change : back)).toMatchObject({ status: "confirmed" });
      expect(restaurant.asked).toEqual([expect.stringMatching(/^GET /), "PATCH /reservations/1001"]);
    }
  });

  test("full, and full again: each call is one request and no look, however often there was one before", async () => {
    await invoke(contactFlowEvent(christmasEve, "+81311111111"));
    for (let time = 1; time <= 12; time++) {
      restaurant.asked.length = 0;
      expect(await invoke(wish)).toEqual({ status: "rejected", reason: "full" });
      expect(restaurant.asked).toEqual(["POST /reservations"]);
    }
  });

  test("a change that arrives late does not undo a newer one, and neither does the run that sent it", async () => {
    await invoke(wish);
    Object.assign(api, { method: "PATCH", fates: ["late"] });
    const older = invoke(change, short);
    await expect.poll(() => api.held()).toBe(1);
    const newer = contactFlowEvent({ ...christmasEve, operation: "change", date: "1226" });
    expect(await invoke(newer)).toMatchObject({ status: "confirmed", date: /-12-26$/ });
    await api.arrive();
    expect(await older).toEqual({ status: "pending" });
    expect(restaurant.book).toEqual([expect.objectContaining({ date: expect.stringMatching(/-12-26$/) })]);
  });

  test("what somebody else has changed at the same moment stays, until the caller calls again", async () => {
    const { date } = await invoke(wish);
    const body = JSON.stringify({ date, time: "20:00", partySize: 3 });
    const meanwhile = () => fetch(`${restaurant.url}/reservations/1001`, { method: "PATCH", body });
    Object.assign(api, { method: "PATCH", meanwhile });
    expect(await invoke(change)).toEqual({ status: "pending" });
    expect(restaurant.book).toEqual([expect.objectContaining({ time: "20:00", version: 2 })]);
    expect(await invoke(change)).toMatchObject({ status: "confirmed", date: /-12-25$/ });
    expect(restaurant.orders.map(({ version }) => version)).toEqual([undefined, undefined, '"1"', '"2"']);
  });

  describe("who has heard that it is being confirmed, and presses the key of a change then,", () => {
    const sameAsChange = contactFlowEvent({ ...christmasEve, operation: "change" });
    const before = contactFlowEvent({ ...christmasEve, date: "1220" });

    test("gets the new reservation, once", async () => {
      Object.assign(api, { method: "POST", fates: ["late", "silent"] });
      expect(await invoke(wish, short)).toEqual({ status: "pending" });
      expect(await invoke(sameAsChange)).toMatchObject({ status: "confirmed", reservationNumber: "1001" });
      await api.arrive();
      expect(restaurant.book).toHaveLength(1);
    });

    test("keeps an earlier reservation as it is", async () => {
      await invoke(before);
      Object.assign(api, { method: "POST", fates: ["late", "silent"] });
      expect(await invoke(wish, short)).toEqual({ status: "pending" });
      expect(await invoke(sameAsChange)).toMatchObject({ status: "confirmed", reservationNumber: "1002" });
      await api.arrive();
      expect(restaurant.book.map(({ date }) => date.slice(5))).toEqual(["12-20", "12-24"]);
    });

    test("has the change where the new one was refused", async () => {
      await invoke(contactFlowEvent({ ...christmasEve, partySize: "3" }));
      Object.assign(api, { method: "POST", fates: ["reset-before", "reset-before"] });
      expect(await invoke(wish)).toEqual({ status: "pending" });
      expect(await invoke(sameAsChange)).toMatchObject({ status: "confirmed", reservationNumber: "1001" });
      expect(restaurant.book).toEqual([expect.objectContaining({ partySize: 2 })]);
    });

    test("hears the same again while DynamoDB does not say", async () => {
      await invoke(before);
      store.always = "error-before";
      restaurant.orders.length = 0;
      expect(await invoke(sameAsChange)).toEqual({ status: "pending" });
      expect(restaurant.orders).toEqual([]);
    });
  });

  describe("with a table of its own for the records", () => {
    test("that is not there: nothing is sent, and it is being confirmed", async () => {
      vi.stubEnv("RESERVATION_INTENTS_TABLE", "elsewhere");
      expect(await invoke(wish)).toEqual({ status: "pending" });
      expect(restaurant.orders).toEqual([]);
    });
  });

  test("the records are lost and the API's keys are not: an old answer is not taken for a new one", async () => {
    await invoke(wish);
    restaurant.book = [];
    await forgetIntents();
    expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
    expect(restaurant.book).toHaveLength(1);
  });

  test("what the API asks to wait is waited, as far as there is time", async () => {
    Object.assign(api, { method: "POST", fates: ["in-progress"], retryAfter: "1" });
    const startedAt = performance.now();
    expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
    expect(performance.now() - startedAt).toBeGreaterThan(950);

    api.reset();
    Object.assign(api, { method: "POST", fates: ["in-progress"], retryAfter: "3600" });
    expect(await invoke(contactFlowEvent({ ...christmasEve, date: "1222" }), short)).toMatchObject({
      status: "confirmed",
    });
  });

  test("no connection to the API is kept: one that Lambda has frozen may be dead", async () => {
    for (const one of [wish, wish, change]) await invoke(one);
    expect(restaurant.asked.length).toBeGreaterThan(3);
    expect(api.connections).toBe(restaurant.asked.length);
  });

  test("the first line of the log has the contact, and none has the caller's number", async () => {
    await invoke(wish);
    expect(vi.mocked(console.log).mock.calls[0]).toEqual(["Contact 4a573372-1f28-4e26-b97b-000000000000"]);
    api.fates = ["error-after", "nonsense", "reset-before"];
    for (const one of [change, wish, wish, contactFlowEvent({})]) await invoke(one);
    api.always = "nonsense";
    await invoke(change);
    for (const url of ["nowhere", "http//nowhere", "http://[nowhere", "ftp://nowhere", "http://127.0.0.1:1"]) {
      vi.stubEnv("RESTAURANT_API_URL", url);
      expect(await invoke(change)).toEqual({ status: "pending" });
    }
    const logged = [console.log, console.error, console.warn].flatMap((method) => vi.mocked(method).mock.calls);
    expect(logged.length).toBeGreaterThan(10);
    expect(inspect(logged, { depth: 9 })).not.toMatch(/81300000000/);
  });

  describe("whenever it is:", () => {
    const at = (moment: string) => ({ laterMs: Date.parse(`${moment}+09:00`) - Date.now() });
    const today = (time: string) => contactFlowEvent({ ...christmasEve, date: "1201", time });

    test.each([
      { now: "2026-12-01T10:59", time: "1100", date: "2026-12-01" },
      { now: "2026-12-01T11:00", time: "1100", date: "2027-12-01" },
      { now: "2026-12-01T23:59", time: "2000", date: "2027-12-01" },
      { now: "2026-12-02T00:01", time: "2000", date: "2027-12-01" },
    ])("1201 at $time is $date at $now", async ({ now, time, date }) => {
      expect(await invoke(today(time), at(now))).toMatchObject({ status: "confirmed", date });
    });

    test("the reservation that is changed is the next one that has not begun", async () => {
      await invoke(today("1100"), at("2026-12-01T09:00"));
      await invoke(contactFlowEvent({ ...christmasEve, date: "1210" }), at("2026-12-01T09:00"));
      const toThe12th = contactFlowEvent({ ...christmasEve, operation: "change", date: "1212" });
      expect(await invoke(toThe12th, at("2026-12-01T15:00"))).toMatchObject({ reservationNumber: "1002" });
      expect(restaurant.book.map(({ date }) => date)).toEqual(["2026-12-01", "2026-12-12"]);
    });
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

    test("a look that fails leaves no record behind: the next call may send", async () => {
      Object.assign(api, { method: "GET", fates: ["error-before"] });
      expect(await invoke(wish)).toEqual({ status: "pending" });
      expect(restaurant.orders).toEqual([]);
      expect(await invoke(wish)).toMatchObject({ status: "confirmed" });
    });

    test("the key of a change does nothing either while the new reservation may still arrive", async () => {
      await invoke(contactFlowEvent({ ...christmasEve, date: "1220" }));
      Object.assign(api, { method: "POST", fates: ["late"] });
      expect(await invoke(wish, short)).toEqual({ status: "pending" });
      expect(await invoke(contactFlowEvent({ ...christmasEve, operation: "change" }))).toEqual({ status: "pending" });
      await api.arrive();
      expect(restaurant.book.map(({ date }) => date.slice(5))).toEqual(["12-20", "12-24"]);
    });

    test("changes a reservation, and back, and again", async () => {
      await invoke(wish);
      const back = contactFlowEvent({ ...christmasEve, operation: "change" });
      for (const one of [change, back, change]) expect(await invoke(one)).toMatchObject({ status: "confirmed" });
      expect(restaurant.orders.map(({ version }) => version)).toEqual([undefined, undefined, undefined, undefined]);
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
    Object.assign(api, { method: "POST", fates: ["late", "silent"] });
    expect(await invokeTypescript(wish, short)).toEqual({ status: "pending" });
    vi.stubEnv("RESTAURANT_API_KEYS", undefined); // So that it would not send what is in progress.
    expect(await invokePython(wish)).toEqual({ status: "pending" });
    vi.stubEnv("RESTAURANT_API_KEYS", "honoured");
    expect(await invokePython(wish)).toMatchObject({ status: "confirmed" });
    restaurant.book = [];
    expect(await invokeTypescript(wish)).toMatchObject({ status: "confirmed" });
    expect(restaurant.orders.at(-1)?.key).toMatch(/-2"$/);
  });

  test("has a key in quotes, as the header's draft wants it", async () => {
    for (const { invoke } of lines) {
      restaurant.reset();
      await forgetIntents();
      await invoke(wish);
      expect(restaurant.orders[0]?.key).toMatch(/^"reserve-[0-9a-f]{32}"$/);
    }
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
