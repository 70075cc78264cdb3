import { createServer } from "node:http";
import dynalite from "dynalite";
import { reservationIntents } from "./table.mjs";

/**
 * A DynamoDB on 127.0.0.1, in memory, with the table in it. `POST /reset` empties it.
 * @param {{ port?: number }} [where] without a port any free one
 */
export async function openLocalDynamoDb({ port = 0 } = {}) {
  const dynamoDb = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  const server = createServer((request, response) => {
    if (request.method === "POST" && request.url === "/reset") {
      empty(url)
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
    // Many functions may start in the same moment: Node.js would let 511 wait to be connected.
    server.listen({ port, host: "127.0.0.1", backlog: 4_096 }, () => resolve(undefined));
  });

  const address = server.address();
  const listening = typeof address === "object" && address !== null ? address.port : port;
  const url = `http://127.0.0.1:${listening}`;
  await ask(url, "CreateTable", reservationIntents);
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Takes the tables away, whoever made them, and makes ours anew.
 * @param {string} url
 */
async function empty(url) {
  const { TableNames } = await ask(url, "ListTables", {});
  for (const TableName of TableNames) await ask(url, "DeleteTable", { TableName });
  await ask(url, "CreateTable", reservationIntents);
}

/**
 * One operation, without the SDK: loading that takes longer than all the rest. dynalite wants a signature and does not
 * look at it.
 * @param {string} url
 * @param {"CreateTable" | "DeleteTable" | "ListTables"} operation
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
  return /** @type {Promise<{ TableNames: string[] }>} */ (response.json());
}
