import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { listening } from "./listening.ts";

/** dynalite comes without types. */
const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)("dynalite");

/**
 * A DynamoDB on this machine with a table "reservations". Of two readings of an item it fails the first, and asks for
 * 0.6 s of patience: far more than the SDK's own back-off, which is a random share of 100 ms.
 */
export async function localDynamoDb(): Promise<{ readonly url: URL; readonly close: () => void }> {
  const database = dynalite({ createTableMs: 0 });
  let readings = 0;
  const front = createServer((request, response) => {
    if (`${request.headers["x-amz-target"]}`.endsWith(".GetItem") && readings++ % 2 === 0) {
      const __type = "com.amazonaws.dynamodb.v20120810#InternalServerError";
      response.writeHead(500, { "content-type": "application/x-amz-json-1.0", "retry-after": "0.6" });
      response.end(JSON.stringify({ __type, message: "The request processing has failed." }));
    } else database.emit("request", request, response);
  });
  const { url, close } = await listening(front);
  const client = new DynamoDBClient({
    endpoint: url.href,
    region: "ap-northeast-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await client.send(
    new CreateTableCommand({
      TableName: "reservations",
      KeySchema: [{ AttributeName: "contact", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "contact", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  client.destroy();
  return { url, close };
}
