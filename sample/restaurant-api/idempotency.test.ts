import { EventEmitter, once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "./database.mjs";
import { createHttpServer } from "./http.mjs";
import { testedDatabases } from "./test/databases.ts";

const christmasEve = { date: "2026-12-24", time: "19:00", partySize: 2, phoneNumber: "+81300000000" };
const guest = (number: number) => ({ ...christmasEve, phoneNumber: `+8131234${String(number).padStart(4, "0")}` });
const tablesForSix = 2;

describe.each(await testedDatabases())("with $name", ({ databaseUrl }) => {
  let database: Awaited<ReturnType<typeof openDatabase>>;
  let server: ReturnType<typeof createHttpServer>;
  let legacy: ReturnType<typeof createHttpServer>;
  beforeAll(async () => {
    database = await openDatabase({ databaseUrl });
    server = createHttpServer(database).listen(0, "127.0.0.1");
    legacy = createHttpServer(database, { legacy: true }).listen(0, "127.0.0.1");
    await Promise.all([once(server, "listening"), once(legacy, "listening")]);
  });
  afterAll(async () => {
    for (const one of [server, legacy]) one.close().closeAllConnections();
    await database.close();
  });
  beforeEach(() => send("POST", "/reset", {}));

  async function send(
    method: string,
    path: string,
    { key, version, body, to = server }: { key?: string; version?: number; body?: object; to?: typeof server },
  ) {
    const { port } = to.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...(version === undefined ? {} : { "if-match": `"${version}"` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever came.
      body: (text === "" ? undefined : JSON.parse(text)) as any,
    };
  }
  const reserve = (key: string | undefined, body: object = christmasEve) =>
    send("POST", "/reservations", { body, ...(key === undefined ? {} : { key }) });
  const reservations = async ({ phoneNumber } = christmasEve) =>
    (await send("GET", `/reservations?phoneNumber=${encodeURIComponent(phoneNumber)}`, {})).body.reservations;

  test("the same request again gets the first answer, to the letter, and makes no second reservation", async () => {
    const first = await reserve("k-1");
    const again = await reserve("k-1");
    expect(first.status).toBe(201);
    expect({ ...again, headers: undefined }).toEqual({ ...first, headers: undefined });
    expect(again.headers.get("location")).toBe("/reservations/1001");
    expect(again.headers.get("etag")).toBe('"1"');
    expect(await reservations()).toHaveLength(1);
  });

  test("an answer that is told again says so, a refusal too; one that is new does not", async () => {
    const full = { ...christmasEve, partySize: 7 };
    const answers = [
      await reserve("k-1"),
      await reserve("k-1"),
      await reserve("k-2", full),
      await reserve("k-2", full),
    ];
    expect(answers.map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, "true", null, "true"]);
  });

  test("fields in another order, and others that say nothing here, are the same request", async () => {
    const { text } = await reserve("k-1");
    const reordered = Object.fromEntries(Object.entries(christmasEve).reverse());
    expect((await reserve("k-1", { ...reordered, trace: "7f3a" })).text).toBe(text);
  });

  test("the first answer comes again even after the reservation was cancelled", async () => {
    const first = await reserve("k-1");
    await send("DELETE", "/reservations/1001", {});
    expect((await reserve("k-1")).text).toBe(first.text);
    expect(await reservations()).toEqual([]);
  });

  test("the same key for another wish is refused, and does not tell the first one", async () => {
    await reserve("k-1");
    const { status, headers, body } = await reserve("k-1", { ...christmasEve, time: "12:00" });
    expect(status).toBe(422);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toEqual({
      type: "/problems/key-reused",
      status: 422,
      title: "The Idempotency-Key was used for another request",
      detail: "Its first request asked for something else.",
      instance: "/reservations",
    });
    expect(await reservations()).toHaveLength(1);
  });

  test("the same key at another address is refused too", async () => {
    await reserve("k-1");
    const { status } = await send("PATCH", "/reservations/1001", { key: "k-1", body: { time: "12:00" } });
    expect(status).toBe(422);
    expect((await send("GET", "/reservations/1001", {})).body.time).toBe("19:00");
  });

  test("a change is made once for its key, whatever was changed in between", async () => {
    await reserve(undefined);
    const change = () => send("PATCH", "/reservations/1001", { key: "k-1", body: { time: "12:00" } });
    const first = await change();
    await send("PATCH", "/reservations/1001", { body: { time: "15:00" } });
    expect((await change()).text).toBe(first.text);
    expect((await send("GET", "/reservations/1001", {})).body.time).toBe("15:00");
  });

  test("a change of a version gets its first answer again, though the version is another one since", async () => {
    await reserve(undefined);
    const change = () => send("PATCH", "/reservations/1001", { key: "k-1", version: 1, body: { time: "12:00" } });
    expect((await change()).body.version).toBe(2);
    await send("PATCH", "/reservations/1001", { body: { time: "15:00" } });
    expect((await change()).body.version).toBe(2);
    expect((await send("GET", "/reservations/1001", {})).body).toMatchObject({ time: "15:00", version: 3 });
  });

  test("a change that came too late is refused under its key for good", async () => {
    await reserve(undefined);
    const change = () => send("PATCH", "/reservations/1001", { key: "k-1", version: 2, body: { time: "12:00" } });
    expect((await change()).status).toBe(412);
    await send("PATCH", "/reservations/1001", { body: { time: "15:00" } });
    expect((await change()).status).toBe(412);
    expect((await send("GET", "/reservations/1001", {})).body).toMatchObject({ time: "15:00", version: 2 });
  });

  test("a cancellation that is sent twice under one key succeeds twice", async () => {
    await reserve(undefined);
    const cancel = () => send("DELETE", "/reservations/1001", { key: "k-1" });
    expect([(await cancel()).status, (await cancel()).status]).toEqual([204, 204]);
    expect((await send("DELETE", "/reservations/1001", { key: "k-2" })).status).toBe(404);
  });

  test("a refusal is an answer like any other: it comes again, though a table is free by now", async () => {
    for (let number = 1; number <= tablesForSix; number++) await reserve(undefined, { ...guest(number), partySize: 6 });
    const large = { ...guest(9), partySize: 6 };
    const first = await reserve("k-1", large);
    expect(first.body.type).toBe("/problems/no-table");
    await send("DELETE", "/reservations/1001", {});
    expect((await reserve("k-1", large)).text).toBe(first.text);
    expect(await reservations(large)).toEqual([]);
    expect((await reserve("k-2", large)).status).toBe(201);
  });

  test("a double booking under another key is refused, and refused again", async () => {
    await reserve("k-1");
    expect((await reserve("k-2")).body.type).toBe("/problems/already-reserved");
    expect((await reserve("k-2")).body.type).toBe("/problems/already-reserved");
  });

  test("a request that is not valid uses up no key", async () => {
    expect((await reserve("k-1", { ...christmasEve, time: "23:00" })).status).toBe(400);
    expect((await reserve("k-1")).status).toBe(201);
  });

  test("without a key everything is as it was", async () => {
    expect([(await reserve(undefined)).status, (await reserve(undefined)).status]).toEqual([201, 409]);
  });

  test("the key in quotes, as the draft has it, is the key without", async () => {
    await reserve('"k-1"');
    expect((await reserve("k-1")).status).toBe(201);
    const strange = '"a \\"b\\\\ c, d"';
    expect((await reserve(strange, guest(1))).status).toBe(201);
    expect((await reserve(strange, guest(1))).status).toBe(201);
  });

  test.each(["", '""', '"', '"a', 'a"b', "two words", "one,two", '"\\n"', "ä", '"a";x=1', "k".repeat(256)])(
    "the key %j is refused",
    async (key) => {
      const { status, body } = await reserve(key);
      expect(status).toBe(400);
      expect(body).toMatchObject({ type: "/problems/invalid-request", errors: [{ header: "Idempotency-Key" }] });
      expect(await reservations()).toEqual([]);
    },
  );

  test("a request that only reads has no use for a key, nor for a wrong one", async () => {
    expect((await send("GET", "/healthz", { key: "two words" })).status).toBe(200);
  });

  test("a key of 255 characters is taken", async () => {
    expect((await reserve("k".repeat(255))).status).toBe(201);
  });

  test("while the first request is being carried out, a second is told so at once; then it gets the first one's answer", async () => {
    const hold = await holdBook();
    const both = [reserve("k-1"), reserve("k-1")]; // Whichever comes first waits for the book.
    const second = await Promise.race(both);
    expect(second).toMatchObject({
      status: 409,
      body: { type: "/problems/request-in-progress", instance: "/reservations" },
    });
    expect(second.headers.get("retry-after")).toBe("1");
    await hold.release();
    const [first] = (await Promise.all(both)).filter(({ status }) => status === 201);
    expect((await reserve("k-1")).text).toBe(first?.text);
  });

  test("of forty equal requests at once, one reserves, and the others wait for it or hear of it", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => reserve("k-1")));
    const texts = new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text));
    expect(texts.size).toBe(1);
    const others = answers.filter(({ status }) => status !== 201).map(({ body }) => body.type);
    expect(new Set(others).size).toBeLessThanOrEqual(1);
    expect(others[0] ?? "/problems/request-in-progress").toBe("/problems/request-in-progress");
    expect(await reservations()).toHaveLength(1);
  });

  test("of two changes at once under two keys, neither undoes what it does not name", async () => {
    await reserve(undefined);
    await Promise.all([
      send("PATCH", "/reservations/1001", { key: "k-1", body: { time: "12:00" } }),
      send("PATCH", "/reservations/1001", { key: "k-2", body: { partySize: 5 } }),
    ]);
    expect((await send("GET", "/reservations/1001", {})).body).toMatchObject({ time: "12:00", partySize: 5 });
  });

  test("a failure of the database's leaves neither a reservation nor a key", async () => {
    await database.query("alter table idempotency_keys add constraint full_disk check (key <> 'k-1')");
    const silent = console.error;
    console.error = () => {};
    expect((await reserve("k-1")).status).toBe(500);
    console.error = silent;
    await database.query("alter table idempotency_keys drop constraint full_disk");
    expect(await reservations()).toEqual([]);
    expect((await reserve("k-1")).status).toBe(201);
  });

  test("requests with keys and resets at the same time do not stand in each other's way", async () => {
    const all = Array.from({ length: 30 }, (_, number) =>
      number % 10 === 9 ? send("POST", "/reset", {}) : reserve(`k-${number}`, guest(number)),
    );
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => ![201, 204, 409].includes(status))).toEqual([]);
  });

  test("the legacy API takes no notice of keys, wrong ones neither", async () => {
    const again = () => send("POST", "/reservations", { key: "k-1", body: christmasEve, to: legacy });
    expect([(await again()).status, (await again()).body.type]).toEqual([201, "/problems/already-reserved"]);
    const wrong = await send("POST", "/reservations", { key: "two words", body: guest(1), to: legacy });
    expect(wrong.status).toBe(201);
  });

  test("the legacy API tells no versions, and takes no notice of If-Match", async () => {
    const made = await send("POST", "/reservations", { body: christmasEve, to: legacy });
    expect(made.body).toEqual({ ...christmasEve, reservationNumber: "1001", table: 1 });
    expect(made.headers.get("etag")).toBeNull();
    const change = { version: 7, body: { time: "12:00" }, to: legacy };
    expect((await send("PATCH", "/reservations/1001", change)).status).toBe(200);
    const { body } = await send("GET", `/reservations?phoneNumber=%2B81300000000`, { to: legacy });
    expect(body).toEqual({ reservations: [expect.not.objectContaining({ version: expect.anything() })] });
  });

  /** Keeps every reservation from being made, as a database under load does, until it is released. */
  async function holdBook() {
    const gate = new EventEmitter();
    const held = once(gate, "held");
    const holding = database.transaction(async ({ query }) => {
      await query("lock table reservations in exclusive mode");
      gate.emit("held");
      await once(gate, "release");
    });
    await held;
    return {
      release: () => {
        gate.emit("release");
        return holding;
      },
    };
  }
});
