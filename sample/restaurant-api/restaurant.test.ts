import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openRestaurant } from "./restaurant.mjs";
import { testedDatabases } from "./test/databases.ts";

const christmasEve = { date: "2026-12-24", time: "19:00", partySize: 2, phoneNumber: "+81300000000" };
const tablesForSix = 2;

describe.each(await testedDatabases())("with $name", ({ databaseUrl }) => {
  let restaurant: Awaited<ReturnType<typeof openRestaurant>>;
  beforeAll(async () => {
    restaurant = await openRestaurant({ databaseUrl });
  });
  afterAll(() => restaurant.close());
  beforeEach(() => send("POST", "/reset"));

  async function send(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
    const json = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(restaurant.url + path, {
      method,
      ...(body === undefined ? {} : { body: json }),
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...more },
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever came.
      body: (text === "" ? undefined : JSON.parse(text)) as any,
    };
  }
  const reserve = (changes: object = {}) => send("POST", "/reservations", { ...christmasEve, ...changes });
  const guest = (number: number) => ({ phoneNumber: `+8131234${String(number).padStart(4, "0")}` });

  test("it is healthy", async () => {
    expect(await send("GET", "/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
  });

  test("a reservation gets a number, a table and an address of its own", async () => {
    const { status, headers, body } = await reserve();
    expect(status).toBe(201);
    expect(body).toEqual({ ...christmasEve, reservationNumber: "1001", table: 1, version: 1 });
    expect(headers.get("location")).toBe("/reservations/1001");
    expect((await send("GET", "/reservations/1001")).body).toEqual(body);
  });

  test("a party gets the smallest table that seats it", async () => {
    expect((await reserve({ ...guest(1), partySize: 4 })).body.table).toBe(4);
    expect((await reserve({ ...guest(2), partySize: 5 })).body.table).toBe(7);
    expect((await reserve({ ...guest(3), partySize: 1 })).body.table).toBe(1);
  });

  test("when the small tables are taken, a small party gets a larger one", async () => {
    for (const number of [1, 2, 3]) await reserve(guest(number));
    expect((await reserve(guest(4))).body.table).toBe(4);
  });

  test("the same phone at the same time is a double booking", async () => {
    await reserve();
    const { status, headers, body } = await reserve();
    expect(status).toBe(409);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toEqual({
      type: "/problems/already-reserved",
      status: 409,
      title: "Double booking",
      detail: "This phone number has a reservation at that time already.",
      instance: "/reservations",
    });
  });

  test("the same phone an hour later is a double booking too; two hours later it is not", async () => {
    await reserve({ time: "17:00" });
    expect((await reserve({ time: "18:00" })).body.type).toBe("/problems/already-reserved");
    expect((await reserve({ time: "19:00" })).status).toBe(201);
  });

  test("who has the last table already hears of the double booking, not of a full house", async () => {
    for (let number = 1; number <= tablesForSix; number++) await reserve({ ...guest(number), partySize: 6 });
    expect((await reserve({ ...guest(1), partySize: 6 })).body.type).toBe("/problems/already-reserved");
    expect((await reserve({ ...guest(9), partySize: 6 })).body.type).toBe("/problems/no-table");
  });

  test("a party that no table seats gets none", async () => {
    expect(await reserve({ partySize: 7 })).toMatchObject({ status: 409, body: { type: "/problems/no-table" } });
  });

  test("of ten equal requests at once, exactly one makes a reservation", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => reserve()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.type === "/problems/already-reserved")).toHaveLength(9);
    expect((await send("GET", `/reservations?phoneNumber=%2B81300000000`)).body.reservations).toHaveLength(1);
  });

  test("of ten parties at once that want the same tables, each table goes to one", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, number) => reserve({ ...guest(number), partySize: 6 })),
    );
    const tables = answers.filter(({ status }) => status === 201).map(({ body }) => body.table);
    expect(tables.sort()).toEqual([7, 8]);
    expect(answers.filter(({ body }) => body.type === "/problems/no-table")).toHaveLength(8);
  });

  test("the reservations of a phone are found, the earliest first", async () => {
    await reserve({ date: "2026-12-25" });
    await reserve();
    await reserve({ phoneNumber: "+81399999999" });
    const { body } = await send("GET", "/reservations?phoneNumber=%2B81300000000");
    expect(body.reservations.map(({ date }: { date: string }) => date)).toEqual(["2026-12-24", "2026-12-25"]);
  });

  test("a phone without reservations has an empty list of them", async () => {
    expect((await send("GET", "/reservations?phoneNumber=%2B81300000000")).body).toEqual({ reservations: [] });
  });

  test("the book has every phone's reservations, the newest first, and says when each was made and under which key", async () => {
    const since = Date.now() - 5_000;
    await reserve();
    const headers = { "content-type": "application/json", "idempotency-key": "one-wish" };
    const body = JSON.stringify({ ...christmasEve, ...guest(1) });
    await fetch(`${restaurant.url}/reservations`, { method: "POST", headers, body });
    const { reservations } = (await send("GET", "/book")).body;
    expect(reservations).toEqual([
      expect.objectContaining({ ...guest(1), table: 2, idempotencyKey: "one-wish" }),
      expect.objectContaining({ ...christmasEve, reservationNumber: "1001", table: 1, idempotencyKey: null }),
    ]);
    expect(Number(reservations[0].reservationNumber)).toBeGreaterThan(1001);
    expect(Date.parse(reservations[0].madeAt)).toBeGreaterThan(since);
    expect(reservations[0].madeAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test("a change keeps what it does not name", async () => {
    await reserve();
    const { status, body } = await send("PATCH", "/reservations/1001", { time: "20:00" });
    expect(status).toBe(200);
    expect(body).toEqual({ ...christmasEve, reservationNumber: "1001", time: "20:00", table: 1, version: 2 });
    expect((await send("GET", "/reservations/1001")).body).toEqual(body);
  });

  test("a party that grows gets a larger table", async () => {
    await reserve();
    expect((await send("PATCH", "/reservations/1001", { partySize: 5 })).body).toMatchObject({
      partySize: 5,
      table: 7,
    });
  });

  test("the same change twice is the same reservation", async () => {
    await reserve();
    const first = await send("PATCH", "/reservations/1001", { date: "2026-12-25" });
    const second = await send("PATCH", "/reservations/1001", { date: "2026-12-25" });
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });

  test("a reservation's version is 1, and one more with each change; its ETag says so wherever there is one", async () => {
    const etags = [
      await reserve(),
      await send("PATCH", "/reservations/1001", { time: "20:00" }),
      await send("PATCH", "/reservations/1001", { time: "20:00" }),
      await send("PATCH", "/reservations/1001", { partySize: 3 }),
      await send("GET", "/reservations/1001"),
    ].map(({ headers, body }) => [headers.get("etag"), body.version]);
    expect(etags).toEqual([
      ['"1"', 1],
      ['"2"', 2],
      ['"2"', 2],
      ['"3"', 3],
      ['"3"', 3],
    ]);
    const { body } = await send("GET", "/reservations?phoneNumber=%2B81300000000");
    expect(body.reservations).toEqual([expect.objectContaining({ version: 3 })]);
  });

  test.each(["PATCH", "DELETE"])("%s of a version that is not the present one is refused", async (method) => {
    await reserve();
    await send("PATCH", "/reservations/1001", { time: "20:00" });
    const body = method === "PATCH" ? { time: "12:00" } : undefined;
    for (const wrong of ['"1"', "2", 'W/"2"', '"1", "3"', ""]) {
      const refused = await send(method, "/reservations/1001", body, { "if-match": wrong });
      expect(refused).toMatchObject({ status: 412, body: { type: "/problems/changed-since" } });
    }
    expect((await send("GET", "/reservations/1001")).body).toMatchObject({ time: "20:00", version: 2 });
    expect((await send(method, "/reservations/1001", body, { "if-match": '"1", "2"' })).status).toBeLessThan(300);
  });

  test("any version will do for If-Match: *", async () => {
    await reserve();
    const { status } = await send("PATCH", "/reservations/1001", { time: "20:00" }, { "if-match": "*" });
    expect(status).toBe(200);
  });

  test("of two changes of one version at once, one is made", async () => {
    await reserve();
    const change = (time: string) => send("PATCH", "/reservations/1001", { time }, { "if-match": '"1"' });
    const answers = await Promise.all([change("12:00"), change("15:00")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test("a change to a full hour is refused, and the reservation stays as it was", async () => {
    for (let number = 1; number <= tablesForSix; number++) await reserve({ ...guest(number), partySize: 6 });
    const { body: before } = await reserve({ time: "12:00" });
    const path = `/reservations/${before.reservationNumber}`;
    const { status, body } = await send("PATCH", path, { time: "19:00", partySize: 6 });
    expect({ status, type: body.type }).toEqual({ status: 409, type: "/problems/no-table" });
    expect((await send("GET", path)).body).toEqual(before);
  });

  test("a change onto the caller's other reservation is a double booking", async () => {
    await reserve({ time: "12:00" });
    await reserve({ time: "19:00" });
    const { body } = await send("PATCH", "/reservations/1001", { time: "19:30" });
    expect(body.type).toBe("/problems/already-reserved");
  });

  test("a cancelled reservation is gone and its table is free", async () => {
    await reserve();
    expect(await send("DELETE", "/reservations/1001")).toMatchObject({ status: 204, body: undefined });
    expect((await send("GET", "/reservations/1001")).status).toBe(404);
    expect((await send("DELETE", "/reservations/1001")).body.type).toBe("/problems/no-such-reservation");
    expect((await reserve()).body.table).toBe(1);
  });

  test("nobody can change a reservation that does not exist", async () => {
    const { status, body } = await send("PATCH", "/reservations/1001", { time: "20:00" });
    expect({ status, type: body.type }).toEqual({ status: 404, type: "/problems/no-such-reservation" });
  });

  test("availability names the free tables and takes none", async () => {
    await reserve({ partySize: 6 });
    const path = "/availability?date=2026-12-24&time=19:00&partySize=5";
    const { body } = await send("GET", path);
    expect(body).toEqual({
      date: "2026-12-24",
      time: "19:00",
      partySize: 5,
      available: true,
      tables: [{ number: 8, seats: 6 }],
    });
    expect((await send("GET", path)).body).toEqual(body);
    await reserve({ ...guest(1), partySize: 6 });
    expect((await send("GET", path)).body).toMatchObject({ available: false, tables: [] });
  });

  test("a reset empties the book and numbers begin anew", async () => {
    await reserve();
    expect((await send("POST", "/reset")).status).toBe(204);
    expect((await reserve()).body.reservationNumber).toBe("1001");
  });

  test("a reset may leave one reservation, for a bench whose callers change theirs", async () => {
    await reserve({ time: "12:00" });
    const one = new URLSearchParams({ ...christmasEve, partySize: "2" });
    expect((await send("POST", `/reset?${one}`)).status).toBe(204);
    const { reservations } = (await send("GET", "/book")).body;
    expect(reservations).toEqual([expect.objectContaining({ ...christmasEve, reservationNumber: "1001", version: 1 })]);
    expect((await send("POST", "/reset?date=2026-12-24")).status).toBe(400);
    expect((await send("GET", "/book")).body.reservations).toHaveLength(1);
  });

  test("everything that is wrong with a request is said at once", async () => {
    const { status, headers, body } = await send("POST", "/reservations", { date: "2026-02-30", time: "23:00" });
    expect(status).toBe(400);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body.type).toBe("/problems/invalid-request");
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "#/date",
      "#/time",
      "#/partySize",
      "#/phoneNumber",
    ]);
  });

  test.each([
    { date: "24.12.2026" },
    { date: "2026-13-01" },
    { time: "10:59" },
    { time: "20:01" },
    { time: "19:60" },
    { partySize: 0 },
    { partySize: 2.5 },
    { partySize: "2" },
    { partySize: 100 },
    { phoneNumber: "anonymous" },
    { phoneNumber: "0312340000" },
    { phoneNumber: null },
  ])("%j is refused", async (wrong) => {
    const { status, body } = await reserve(wrong);
    expect(status).toBe(400);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: `#/${Object.keys(wrong)[0]}` })]);
  });

  test("a query with wrong parameters is refused, all of them named", async () => {
    const { status, body } = await send("GET", "/availability?date=today&partySize=two");
    expect(status).toBe(400);
    expect(body.errors.map(({ parameter }: { parameter: string }) => parameter)).toEqual(["date", "time", "partySize"]);
    expect((await send("GET", "/reservations")).status).toBe(400);
  });

  test("a change of nothing is refused", async () => {
    await reserve();
    expect((await send("PATCH", "/reservations/1001", { phoneNumber: "+81399999999" })).status).toBe(400);
  });

  test.each(["{", "[]", "null", '"text"', ""])("the body %j is refused", async (body) => {
    expect((await send("POST", "/reservations", body)).body.type).toBe("/problems/invalid-request");
  });

  test("a body that is too large is refused", async () => {
    expect((await send("POST", "/reservations", { padding: "x".repeat(20_000) })).status).toBe(413);
  });

  test("a body that does not say it is JSON is refused", async () => {
    expect((await send("POST", "/reservations", "{}", { "content-type": "text/plain" })).status).toBe(415);
  });

  test("a merge patch is JSON too", async () => {
    await reserve();
    const type = { "content-type": "application/merge-patch+json" };
    const answer = await send("PATCH", "/reservations/1001", { time: "20:00" }, type);
    expect(answer.status).toBe(200);
  });

  test.each(["/", "/nothing", "/reservations/one", "/reservations/1234567890", "//", "/%"])(
    "there is nothing at %s",
    async (path) => {
      expect(await send("GET", path)).toMatchObject({ status: 404, body: { type: "about:blank", title: "Not Found" } });
    },
  );

  test("a wrong method is told the right ones", async () => {
    const { status, headers } = await send("PUT", "/reservations/1001", {});
    expect({ status, allow: headers.get("allow") }).toEqual({ status: 405, allow: "GET, PATCH, DELETE" });
  });

  test("HEAD is GET without the body", async () => {
    expect(await send("HEAD", "/healthz")).toMatchObject({ status: 200, body: undefined });
  });

  test("a caller who does not wait for the answer has a reservation all the same", async () => {
    const body = JSON.stringify(christmasEve);
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    await new Promise<void>((resolve) => {
      const sending = request(`${restaurant.url}/reservations`, { method: "POST", headers });
      sending.on("error", () => resolve());
      sending.end(body, () => sending.destroy(new Error("hung up")));
    });
    await expect
      .poll(async () => (await send("GET", "/reservations?phoneNumber=%2B81300000000")).body.reservations)
      .toHaveLength(1);
  });
});
