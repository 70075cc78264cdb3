import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { BenchError } from "../bench-error.ts";
import type { Clock } from "../clock/clock.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import type { Bench } from "../connect/bench.ts";
import type { Instance } from "../connect/instance.ts";
import { e164 } from "../connect/phone-number.ts";
import type { Journal } from "../journal/journal.ts";
import { Unfinished } from "../journal/unfinished.ts";
import { ScriptedCaller } from "../simulate/scripted-caller.ts";
import { isFromHere } from "./same-origin.ts";
import { welcome } from "./welcome.ts";

export interface PhoneServerOptions {
  readonly instance: Instance;
  readonly bench: Bench;
  readonly journal: Journal;
  readonly clock: Clock;
  /** 0: any free port. */
  readonly port: number;
}

const dialSchema = z.strictObject({
  number: z.string(),
  from: z.string().regex(e164, "must be in E.164 form: + and 2 to 15 digits").default("+819012345678"),
  press: z.array(z.string().regex(/^[0-9*#]*$/, "has something that is no key of a phone (0-9 * #)")).default([]),
});

const bodyBytesMax = 64 * 1_024;

/** The HTTP face of a running line, on loopback only: its health, its numbers, and a way to dial them with a script. */
export class PhoneServer {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    this.#server = server;
  }

  /** @throws BenchError ERR_PORT_TAKEN when something else listens there. */
  static async listen(options: PhoneServerOptions): Promise<PhoneServer> {
    const server = createServer((request, response) => {
      answer(request, response, options).catch((error: unknown) => {
        if (response.headersSent || response.destroyed) response.destroy();
        else problem(response, 500, error instanceof Error ? error.message : String(error));
      });
    });
    server.listen(options.port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch (error) {
      throw new BenchError(
        "ERR_PORT_TAKEN",
        `127.0.0.1:${options.port} cannot be listened on (${error instanceof Error ? error.message : error}). Choose another port with --port.`,
      );
    }
    return new PhoneServer(server);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, options: PhoneServerOptions): Promise<void> {
  if (!isFromHere(request))
    return problem(response, 403, "This server answers pages and programs of this machine only.");
  const path = (request.url ?? "/").split("?")[0];
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (path === "/healthz" && method === "GET") return json(response, 200, { status: "ok" });
  if (path === "/" && method === "GET") {
    const page = welcome(options.instance, `http://${request.headers.host}`);
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "x-content-type-options": "nosniff",
    });
    response.end(page);
    return;
  }
  if (path === "/calls" && method === "POST") return dial(request, response, options);
  if (path === "/" || path === "/healthz" || path === "/calls")
    return problem(response, 405, `${path} does not take ${request.method}.`);
  return problem(response, 404, `There is nothing at ${path}.`);
}

/** Dials with a script and streams the call's part of the journal, a line an event, until the call and its orphans are over. */
async function dial(
  request: IncomingMessage,
  response: ServerResponse,
  { instance, bench, journal, clock }: PhoneServerOptions,
): Promise<void> {
  const wish = dialSchema.safeParse(await readJson(request));
  if (!wish.success) return problem(response, 400, z.prettifyError(wish.error));
  const { number, from, press } = wish.data;
  try {
    answeringFlow(instance, number);
  } catch (error) {
    if (error instanceof BenchError) return problem(response, 404, error.message);
    throw error;
  }
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  await new Promise<void>((resolve) => {
    const unfinished = new Unfinished();
    let contactId: string | undefined;
    const stopListening = journal.listen((event) => {
      if (event.type === "contact.initiated") contactId ??= event.contactId;
      if (contactId === undefined || !("contactId" in event) || event.contactId !== contactId) return;
      response.write(`${JSON.stringify(event)}\n`);
      unfinished.read(event);
      if (!unfinished.isOver) return;
      stopListening();
      resolve();
    });
    const call = bench.dial({ to: number, from, participant: new ScriptedCaller(clock, press) });
    response.on("close", () => call.hangUp());
  });
  response.end();
}

/** The body as JSON; undefined where it is none, too large, or cut off. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes <= bodyBytesMax) chunks.push(chunk); // The rest is read and forgotten: the sender shall hear the answer.
    }
    if (bytes > bodyBytesMax) return undefined;
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
}

function json(response: ServerResponse, status: number, body: object, type = "application/json"): void {
  response.writeHead(status, { "content-type": type, "x-content-type-options": "nosniff" });
  response.end(`${JSON.stringify(body)}\n`);
}

function problem(response: ServerResponse, status: number, detail: string): void {
  json(response, status, { status, detail }, "application/problem+json");
}
