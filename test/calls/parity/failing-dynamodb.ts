/// <reference path="../../../sample/dynamodb/dynalite.d.ts" />
import { createServer, request as send } from "node:http";
import { openLocalDynamoDb } from "../../../sample/dynamodb/local-dynamodb.mjs";
import { listening } from "./listening.ts";

/**
 * The sample's DynamoDB. Of two readings of an item it fails the first, and asks for 0.6 s of patience: far more than
 * the SDK's own back-off, which is a random share of 100 ms.
 */
export async function failingDynamoDb(): Promise<{ readonly url: URL; readonly close: () => Promise<void> }> {
  const database = await openLocalDynamoDb();
  let readings = 0;
  const front = createServer((request, response) => {
    const { method, url = "/", headers } = request;
    if (headers["x-amz-target"] === "DynamoDB_20120810.GetItem" && readings++ % 2 === 0) {
      const __type = "com.amazonaws.dynamodb.v20120810#InternalServerError";
      response.writeHead(500, { "content-type": "application/x-amz-json-1.0", "retry-after": "0.6" });
      response.end(JSON.stringify({ __type, message: "The request processing has failed." }));
      return;
    }
    const onward = send(new URL(url, database.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  const { url, close } = await listening(front);
  return {
    url,
    close: async () => {
      close();
      await database.close();
    },
  };
}
