import { createServer } from "node:http";
import dynalite from "dynalite";
import { reservationIntents } from "./table.mjs";

/**
 * A DynamoDB on 127.0.0.1, in memory, with the table in it. `POST /reset` empties it.
 * @param {{ port?: number }} [where] without a port any free one
 */
export async function openLocalDynamoDb({ port = 0 } = {}) {
  const fresh = () => dynalite({ createTableMs: 0, deleteTableMs: 0 });
  let dynamoDb = fresh();
  const server = createServer((request, response) => {
    if (request.method === "POST" && request.url === "/reset") {
      dynamoDb = fresh(); // To take tables away is a long story, in dynalite as in AWS.
      makeTable(url)
        .then(() => response.writeHead(204).end())
        .catch((error) => response.writeHead(500, { "content-type": "text/plain" }).end(String(error)));
      return;
    }
    dynamoDb.emit("request", request, response);
    // dynalite throws when a client goes away while it sends, which would end this process: functions are killed.
    request.removeAllListeners("error").on("error", () => {});
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });

  const address = server.address();
  const listening = typeof address === "object" && address !== null ? address.port : port;
  const url = `http://127.0.0.1:${listening}`;
  await makeTable(url);
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * It answers before the table can be used.
 * @param {string} url
 */
async function makeTable(url) {
  const { TableName } = reservationIntents;
  await ask(url, "CreateTable", reservationIntents);
  while ((await ask(url, "DescribeTable", { TableName })).Table?.TableStatus !== "ACTIVE");
}

/**
 * One operation, without the SDK: loading that takes longer than all the rest. dynalite wants a signature and does not
 * look at it.
 * @param {string} url
 * @param {"CreateTable" | "DescribeTable"} operation
 * @param {object} input
 */
async function ask(url, operation, input) {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "x-amz-date": "20261224T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20261224/local/dynamodb/aws4_request, SignedHeaders=-, Signature=-",
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`DynamoDB refused ${operation}: ${await response.text()}`);
  return /** @type {Promise<{ readonly Table?: { readonly TableStatus: string } }>} */ (response.json());
}
