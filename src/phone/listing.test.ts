import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { readListing } from "./listing.ts";

/** What is read of an API that answers so. */
async function listingBy(listener: RequestListener, path = "/orders") {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return readListing(async () => new URL(`http://127.0.0.1:${port}/base`), path);
}

test.each([
  ["a list", [{ id: 1 }]],
  ["a list in an object", { total: 1, orders: [{ id: 1 }], links: [] }],
])("%s is read", async (_name, answer) => {
  expect(await listingBy((_request, response) => response.end(JSON.stringify(answer)))).toEqual({
    type: "listed",
    listed: [{ id: 1 }],
  });
});

test.each<[string, RequestListener, object]>([
  ["an API that refuses", (_request, response) => response.writeHead(503).end(), { type: "refused", status: 503 }],
  [
    "an API that sends elsewhere",
    (_request, response) => response.writeHead(302, { location: "http://elsewhere.example/" }).end(),
    { type: "refused", status: 302 },
  ],
  ["a page", (_request, response) => response.end("<html>"), { type: "noList" }],
  ["a number", (_request, response) => response.end("7"), { type: "noList" }],
  ["an object without a list", (_request, response) => response.end('{"orders":{}}'), { type: "noList" }],
  ["a list that never ends", (_request, response) => endless(response), { type: "tooLong" }],
  ["a connection that breaks", (request) => request.socket.destroy(), { type: "unreachable" }],
])("%s is told as what it is", async (_name, listener, failure) => {
  expect(await listingBy(listener)).toEqual({ type: "failed", failure });
});

test("an API that could not be started is told as unreachable", async () => {
  const failed = await readListing(() => Promise.reject(new Error("it ended with exit code 1")), "/orders");
  expect(failed).toEqual({ type: "failed", failure: { type: "unreachable" } });
});

test("a path that looks like another server's address stays a path", async () => {
  let asked = "";
  await listingBy((request, response) => {
    asked = request.url ?? "";
    response.end("[]");
  }, "//elsewhere.example/orders");
  expect(asked).toBe("//elsewhere.example/orders");
});

function endless(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (!response.destroyed && response.write(" ".repeat(1_024 * 1_024)));
  };
  response.on("drain", more);
  more();
}
