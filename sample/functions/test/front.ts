import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What happens to one request. `error-` and `reset-`: before the service got it, or after it did its work. `silent`:
 * nobody gets it and nobody answers. `late`: nobody answers, and the service gets it when the test says so.
 */
export type Fate =
  | "as-usual"
  | "error-before"
  | "error-after"
  | "reset-before"
  | "reset-after"
  | "silent"
  | "late"
  | "in-progress"
  | "nonsense";

/** Stands before a service on 127.0.0.1, and does to its requests what a test has in mind. */
export async function openFront(serviceUrl: () => string) {
  const held: (() => Promise<unknown>)[] = [];
  const front = {
    url: "",
    /** Of the requests to come that are of this method, one after the other; those after them go as usual. */
    fates: [] as Fate[],
    method: undefined as string | undefined,
    /** Whatever comes, as long as it is set. */
    always: undefined as Fate | undefined,
    /** What "in-progress" asks for, in seconds. */
    retryAfter: undefined as string | undefined,
    /** What happens just before the next request that is of this method. */
    meanwhile: undefined as (() => Promise<unknown>) | undefined,
    /** How many connections there were. */
    connections: 0,
    reset() {
      Object.assign(front, { fates: [], method: undefined, always: undefined });
      Object.assign(front, { retryAfter: undefined, meanwhile: undefined, connections: 0 });
      held.length = 0;
    },
    /** How many are late. */
    held: () => held.length,
    /** What was late arrives. */
    async arrive() {
      for (const one of held.splice(0)) await one();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const forward = () => pass(serviceUrl(), request.method, request.url, request.headers, Buffer.concat(chunks));
    const isMeant = front.method === undefined || front.method === request.method;
    if (isMeant) {
      const { meanwhile } = front;
      front.meanwhile = undefined;
      await meanwhile?.();
    }
    const fate = front.always ?? (isMeant ? front.fates.shift() : undefined) ?? "as-usual";
    if (fate === "as-usual" || fate.endsWith("-after")) {
      const { status, headers, body } = await forward();
      if (fate === "as-usual") response.writeHead(status, headers).end(body);
    }
    if (fate.startsWith("error")) response.writeHead(503).end("The service is not available.");
    if (fate.startsWith("reset")) request.socket.resetAndDestroy();
    if (fate === "in-progress") {
      const headers = front.retryAfter === undefined ? {} : { "retry-after": front.retryAfter };
      response.writeHead(409, headers).end('{"type":"/problems/request-in-progress"}');
    }
    if (fate === "nonsense") response.writeHead(200).end("<html>Welcome</html>");
    if (fate === "late") held.push(forward);
  });
  server.on("connection", () => {
    front.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  front.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return front;
}

function pass(
  url: string,
  method: string | undefined,
  path: string | undefined,
  headers: NodeJS.Dict<string | string[]>,
  body: Buffer,
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = send(url + path, { method, headers, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
    });
    request.on("error", reject).end(body);
  });
}
