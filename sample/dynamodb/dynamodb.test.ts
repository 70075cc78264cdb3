import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { firstLine, startServer } from "../test/server-process.ts";
import { reservationIntents, timeToLive } from "./table.mjs";
import { stubAwsVariables } from "./test/aws-variables.ts";

const { TableName } = reservationIntents;
const started = new Set<ReturnType<typeof start>>();
let url: string;
let client: DynamoDBClient;

beforeAll(async () => {
  const begin = performance.now();
  url = await listening(start({ PORT: "0" }));
  console.info(`DynamoDB was there after ${Math.round(performance.now() - begin)} ms.`);
  stubAwsVariables(url);
  client = new DynamoDBClient({});
});
beforeEach(async () => {
  expect((await fetch(`${url}/reset`, { method: "POST" })).status).toBe(204);
});
afterAll(() => {
  vi.unstubAllEnvs();
  client.destroy();
  for (const server of started) server.kill("SIGKILL");
});

function start(environment: Record<string, string>) {
  const server = startServer(join(import.meta.dirname, "server.mjs"), environment);
  started.add(server);
  return server;
}

async function listening(server: ReturnType<typeof start>): Promise<string> {
  const line = await firstLine(server.stdout);
  const url = /^DynamoDB listens on (http:\/\/127\.0\.0\.1:\d+) \(in memory, table reservation-intents\)$/.exec(line);
  return url?.[1] ?? expect.fail(`It said: ${line}`);
}

const item = { id: { S: "reserve#+81300000000" }, status: { S: "INPROGRESS" } };
const claim = () =>
  client.send(new PutItemCommand({ TableName, Item: item, ConditionExpression: "attribute_not_exists(id)" }));
const find = () => client.send(new GetItemCommand({ TableName, Key: { id: item.id } }));

test("the table is there, as it is defined for the deployment", async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({ TableStatus: "ACTIVE", KeySchema: reservationIntents.KeySchema });
});

test("of two who claim the same intent with AWS's own client, one is refused", async () => {
  const outcomes = await Promise.allSettled([claim(), claim()]);
  const refusals = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refusals).toEqual([expect.any(ConditionalCheckFailedException)]);
  expect((await find()).Item).toEqual(item);
});

test("a reset empties the table", async () => {
  await claim();
  await fetch(`${url}/reset`, { method: "POST" });
  expect((await find()).Item).toBeUndefined();
});

test("Powertools keeps its records there: the second run gets the first one's answer", async () => {
  const config = new IdempotencyConfig({ eventKeyJmesPath: "slot", throwOnNoIdempotencyKey: true });
  config.registerLambdaContext({ getRemainingTimeInMillis: () => 7_000 } as Context);
  let runs = 0;
  const reserve = makeIdempotent(async (_wish: { slot: string }) => ({ run: ++runs }), {
    persistenceStore: new DynamoDBPersistenceLayer({ tableName: TableName, expiryAttr: timeToLive.AttributeName }),
    config,
  });
  expect([await reserve({ slot: "19:00" }), await reserve({ slot: "19:00" })]).toEqual([{ run: 1 }, { run: 1 }]);
  expect(await reserve({ slot: "20:00" })).toEqual({ run: 2 });
});

test("a function that is killed while it sends leaves DynamoDB standing", async () => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  await new Promise((sent) => socket.write("POST / HTTP/1.1\r\nhost: local\r\ncontent-length: 100\r\n\r\n{", sent));
  await claim(); // By now the other request has begun.
  socket.resetAndDestroy();
  expect((await find()).Item).toEqual(item);
  await expect(claim()).rejects.toThrow(ConditionalCheckFailedException);
});

test("a SIGTERM ends it, though a client's connection is still open", async () => {
  const server = start({ PORT: "" });
  await fetch(await listening(server));
  server.kill("SIGTERM");
  expect(await once(server, "exit")).toEqual([0, null]);
});

test("gives up when somebody else listens on its port", async () => {
  const second = start({ PORT: new URL(url).port });
  expect(await firstLine(second.stderr)).toContain("EADDRINUSE");
  expect(await once(second, "exit")).toEqual([1, null]);
});
