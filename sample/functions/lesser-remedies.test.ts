import type { ConnectContactFlowEvent, Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openLocalDynamoDb } from "../dynamodb/local-dynamodb.mjs";
import { stubAwsVariables } from "../dynamodb/test/aws-variables.ts";
import { handler as withKey } from "./reserve-key/index.ts";
import { handler as withPowertools } from "./reserve-powertools/index.ts";
import { openFront } from "./test/front.ts";
import { contactFlowEvent, invokeTypescript as safe } from "./test/invoke.ts";
import { openSmallRestaurant } from "./test/small-restaurant.ts";

let restaurant: Awaited<ReturnType<typeof openSmallRestaurant>>;
let api: Awaited<ReturnType<typeof openFront>>;
let dynamoDb: Awaited<ReturnType<typeof openLocalDynamoDb>>;

beforeAll(async () => {
  restaurant = await openSmallRestaurant();
  api = await openFront(() => restaurant.url);
  dynamoDb = await openLocalDynamoDb();
  vi.stubEnv("RESTAURANT_API_URL", api.url);
  stubAwsVariables(dynamoDb.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  api.close();
  await Promise.all([restaurant.close(), dynamoDb.close()]);
});
beforeEach(() => {
  vi.spyOn(console, "log").mockReturnValue(); // The handlers' own log.
  api.reset();
  restaurant.reset();
});

const wish = (date: string) =>
  contactFlowEvent({ operation: "reserve", date, time: "1900", partySize: "2" }) as unknown as ConnectContactFlowEvent;
const context = { getRemainingTimeInMillis: () => 7_000 } as Context;

test("a key alone: a second run gets the first one's answer again", async () => {
  const first = await withKey(wish("1224"));
  expect(await withKey(wish("1224"))).toEqual(first);
  expect(restaurant.book).toHaveLength(1);
});

test("a key alone: it is the safe line's", async () => {
  await withKey(wish("1224"));
  const [first] = restaurant.orders;
  restaurant.reset();
  await safe(wish("1224"));
  expect(restaurant.orders).toEqual([first]);
});

test("Powertools alone: a second run after the first one's end sends nothing", async () => {
  const first = await withPowertools(wish("1224"), context);
  expect(await withPowertools(wish("1224"), context)).toEqual(first);
  expect(restaurant.orders).toHaveLength(1);
});

test("Powertools alone: a second run after an exception sends it again, though the restaurant has done it", async () => {
  Object.assign(api, { method: "POST", fates: ["error-after"] });
  await expect(withPowertools(wish("1225"), context)).rejects.toThrow("503");
  await expect(withPowertools(wish("1225"), context)).rejects.toThrow("already-reserved");
  expect(restaurant.orders).toHaveLength(2);
});
