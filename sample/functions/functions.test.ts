import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ConnectContactFlowEvent } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openRestaurant } from "../restaurant-api/restaurant.mjs";
import { handler } from "./reserve-naive/index.ts";

const caller = "+81300000000";
let restaurant: Awaited<ReturnType<typeof openRestaurant>>;
beforeAll(async () => {
  restaurant = await openRestaurant();
  process.env.RESTAURANT_API_URL = restaurant.url;
});
afterAll(() => restaurant.close());
beforeEach(async () => {
  vi.spyOn(console, "log").mockReturnValue(); // The handler's own log.
  await send("POST", "/reset");
});

describe.each([
  { name: "the TypeScript handler", invoke: (event: ConnectContactFlowEvent) => handler(event) },
  { name: "the Python handler", invoke: (event: ConnectContactFlowEvent) => runPython("reserve_naive_py", event) },
])("$name", ({ invoke }) => {
  const reserve = () => invoke(contactFlowEvent({ operation: "reserve", date: "1224", time: "1900", partySize: "2" }));
  const change = () => invoke(contactFlowEvent({ operation: "change", date: "1225", time: "2000", partySize: "5" }));

  test("reserves and answers in strings", async () => {
    expect(await reserve()).toEqual({
      status: "reserved",
      reservationNumber: "1001",
      date: expect.stringMatching(/^20\d\d-12-24$/),
      time: "19:00",
      partySize: "2",
      table: "1",
    });
    expect(await reservations()).toEqual([expect.objectContaining({ reservationNumber: "1001", partySize: 2 })]);
  });

  test("fails when it runs again, because the first run has the reservation", async () => {
    await reserve();
    await expect(reserve()).rejects.toThrow("already-reserved");
    expect(await reservations()).toHaveLength(1);
  });

  test("says that the restaurant is full", async () => {
    const { date } = await reserve();
    await send("POST", "/reset");
    for (let table = 1; table <= 8; table++) {
      const phoneNumber = `+8131234000${table}`;
      await send("POST", "/reservations", { date, time: "19:00", partySize: 1, phoneNumber });
    }
    expect(await reserve()).toEqual({ status: "full" });
  });

  test("changes the caller's reservation", async () => {
    await reserve();
    expect(await change()).toMatchObject({
      status: "changed",
      reservationNumber: "1001",
      date: expect.stringMatching(/-12-25$/),
      time: "20:00",
      partySize: "5",
    });
    expect(await reservations()).toEqual([expect.objectContaining({ reservationNumber: "1001", partySize: 5 })]);
  });

  test("changes the next reservation, not one that is past", async () => {
    await send("POST", "/reservations", { date: "2020-12-24", time: "19:00", partySize: 2, phoneNumber: caller });
    const { reservationNumber } = await reserve();
    expect(await change()).toMatchObject({ reservationNumber });
  });

  test("says that there is no reservation to change", async () => {
    expect(await change()).toEqual({ status: "none" });
  });

  test("fails on a date that does not exist", async () => {
    const event = contactFlowEvent({ operation: "reserve", date: "0230", time: "1900", partySize: "2" });
    await expect(invoke(event)).rejects.toThrow("is not a date");
  });

  test("fails on what the restaurant refuses", async () => {
    const event = contactFlowEvent({ operation: "reserve", date: "1224", time: "2300", partySize: "2" });
    await expect(invoke(event)).rejects.toThrow("invalid-request");
  });
});

describe.each([
  // In Japan the day begins nine hours before it begins in UTC.
  { now: "2026-11-23T00:00:00Z", keyed: "1224", date: "2026-12-24" },
  { now: "2026-12-24T14:59:00Z", keyed: "1224", date: "2026-12-24" },
  { now: "2026-12-24T15:00:00Z", keyed: "1224", date: "2027-12-24" },
  { now: "2026-11-23T00:00:00Z", keyed: "0229", date: "2028-02-29" },
])("at $now a caller who keys $keyed means $date", ({ now, keyed, date }) => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("for the TypeScript handler", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(now) });
    const answer = await handler(contactFlowEvent({ operation: "reserve", date: keyed, time: "1900", partySize: "2" }));
    expect(answer.date).toBe(date);
  });

  test("for the Python handler", async () => {
    const japan = new Date(Date.parse(now) + 9 * 3_600_000).toISOString().slice(0, 10);
    const lines = await python(
      "reserve_naive_py",
      `lambda_function.japanese_today = lambda: lambda_function.date.fromisoformat("${japan}")
print(lambda_function.next_date("${keyed}"))`,
    );
    expect(lines).toEqual([date]);
  });
});

test("sleep-seven prints its line, takes seven seconds and answers 200", async () => {
  const lines = await python(
    "sleep-seven",
    `import time
time.sleep = print
print(lambda_function.lambda_handler({}, None)["statusCode"])`,
  );
  expect(lines).toEqual(["Lambda 処理実行", "7", "200"]);
});

test("raise-error fails", async () => {
  await expect(runPython("raise-error", contactFlowEvent({}))).rejects.toThrow("cannot be reached");
});

/** What Connect hands to a function. */
function contactFlowEvent(Parameters: Record<string, string>): ConnectContactFlowEvent {
  const ContactId = "4a573372-1f28-4e26-b97b-000000000000";
  return {
    Details: {
      ContactData: {
        Attributes: {},
        Channel: "VOICE",
        ContactId,
        CustomerEndpoint: { Address: caller, Type: "TELEPHONE_NUMBER" },
        InitialContactId: ContactId,
        InitiationMethod: "INBOUND",
        InstanceARN: "arn:aws:connect:ap-northeast-1:000000000000:instance/c8c0e68d-2200-4265-82c0-000000000000",
        MediaStreams: { Customer: { Audio: null } },
        PreviousContactId: ContactId,
        Queue: null,
        SystemEndpoint: { Address: "+81312340011", Type: "TELEPHONE_NUMBER" },
      },
      Parameters,
    },
    Name: "ContactFlowEvent",
  };
}

/** Runs `lambda_function.lambda_handler` in a process of its own; fails as it fails. */
async function runPython(folder: string, event: object): Promise<Record<string, string>> {
  const lines = await python(
    folder,
    `import json, sys
print(json.dumps(lambda_function.lambda_handler(json.loads(sys.argv[1]), None)))`,
    JSON.stringify(event),
  );
  return JSON.parse(lines.at(-1) ?? "");
}

async function python(folder: string, script: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)("python3", ["-c", `import lambda_function\n${script}`, ...args], {
    cwd: join(import.meta.dirname, folder),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1", no_proxy: "127.0.0.1" },
  });
  return stdout.trimEnd().split("\n");
}

async function send(method: string, path: string, body?: object): Promise<Response> {
  const response = await fetch(restaurant.url + path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  expect(response.ok).toBe(true);
  return response;
}

async function reservations(): Promise<unknown> {
  const response = await send("GET", `/reservations?${new URLSearchParams({ phoneNumber: caller })}`);
  return ((await response.json()) as { reservations: unknown }).reservations;
}
