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
    { key, body, to = server }: { key?: string; body?: object; to?: typeof server },
  ) {
    const { port } = to.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        ...(key === undefined ? {} : { "idempotency-key": key }),
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
    expect(await reservations()).toHaveLength(1);
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

  test("the same key for another wish is refused, and says what it was used for", async () => {
    await reserve("k-1");
    const { status, headers, body } = await reserve("k-1", { ...christmasEve, time: "12:00" });
    expect(status).toBe(422);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toEqual({
      type: "/problems/key-reused",
      status: 422,
      title: "The Idempotency-Key was used for another request",
      detail: `Its first request was POST /reservations ${JSON.stringify(christmasEve)}.`,
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

  test("a key as long as a DynamoDB record's is taken", async () => {
    expect((await reserve("k".repeat(255))).status).toBe(201);
  });

  test("while the first request is being carried out, a second is told so at once; then it gets the first one's answer", async () => {
    const hold = await holdBook();
    const first = reserve("k-1");
    await expect.poll(async () => (await reserve("k-1")).body.type).toBe("/problems/request-in-progress");
    const second = await reserve("k-1");
    expect(second).toMatchObject({ status: 409, body: { instance: "/reservations" } });
    expect(second.headers.get("retry-after")).toBe("1");
    await hold.release();
    const { status, text } = await first;
    expect(status).toBe(201);
    expect((await reserve("k-1")).text).toBe(text);
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
