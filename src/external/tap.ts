import { once } from "node:events";
import { createServer, Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import { connectionsOf, type Wire } from "../clock/wire.ts";
import { type Delivered, Exchange } from "./exchange.ts";
import type { Fault } from "./fault.ts";

/** How the external API behaves for one request. */
export interface Conditions {
  /** The answer is held back until so long after the request; the API's work is done at once. */
  readonly latencyMs: Millis;
  readonly fault: Fault | undefined;
}

/** An answer as the API gave it. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the tap reports, as it happens. `mouth` is whoever was given the address that the request came to. */
export interface TapObserver {
  started(event: {
    id: string;
    mouth: string;
    method: string;
    path: string;
    body: Buffer;
    conditions: Conditions;
  }): void;
  answered(event: { id: string; status: number }): void;
  finished(event: { id: string; delivered: Delivered; reached: boolean }): void;
}

export interface TapOptions {
  /** The API's own address. Its path, if any, is kept in the addresses that the tap gives out. */
  readonly target: URL;
  readonly clock: Clock;
  readonly observer: TapObserver;
  readonly conditions: (request: { method: string; path: string }) => Conditions;
  /** A name for the next request, unlike all others. */
  readonly nextId: () => string;
}

/** One of the addresses of an API. */
export interface Mouth {
  readonly url: string;
  /** What passes through it. */
  readonly wire: Wire;
  readonly close: Cancel;
}

export type Reach = (deliver: () => void) => void;

const letThrough: Reach = (deliver) => deliver();

/** An API that has not answered for so long is taken to have broken the connection. Not AWS's number: chosen. */
export const upstreamLimitMs: Millis = 60_000;

/**
 * The recording reverse proxy before one external API. Everyone who is to be told apart gets an address of
 * his own ("mouth"), so that a request says where it came from without a change to the handler. Requests and
 * answers are held in memory as a whole: streaming APIs are not reproduced.
 */
export class Tap {
  readonly #options: TapOptions;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #exchanges = new Set<Exchange>();
  readonly #mouths = new Set<{ close(): void }>();
  #quiet: (() => void)[] = [];

  constructor(options: TapOptions) {
    this.#options = options;
    this.#agent =
      options.target.protocol === "https:" ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  }

  /**
   * A new address for the API, on loopback. `reach` lets an answer through to the one behind it: in simulated time his
   * own clock is set first.
   */
  async open(mouth: string, reach = letThrough): Promise<Mouth> {
    const server = createServer((request, response) => {
      const exchange = new Exchange(request, response, {
        ...this.#options,
        mouth,
        reach,
        forward: (method, path, headers, body) => this.#forward(method, path, headers, body),
        over: () => {
          this.#exchanges.delete(exchange);
          if (!this.busy) for (const tell of this.#quiet.splice(0)) tell();
        },
      });
      this.#exchanges.add(exchange);
    });
    const connections = connectionsOf(server);
    server.keepAliveTimeout = 0; // The function decides how long it keeps a connection: a close of ours could cut a request.
    server.requestTimeout = 0; // A frozen function may be in the middle of sending.
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const close = () => {
      server.close();
      server.closeAllConnections();
      this.#mouths.delete(opened);
    };
    const opened = { close };
    this.#mouths.add(opened);
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}${this.#options.target.pathname.replace(/\/$/, "")}`;
    return { url, wire: { port, connections }, close };
  }

  /** Whether the API still has a request to answer, or an answer is being held back. */
  get busy(): boolean {
    return [...this.#exchanges].some((exchange) => exchange.willEnd);
  }

  /** When the API has answered everything that reached it and nothing is held back. Requests to a silent API do not count. */
  quiet(): Promise<void> {
    return this.busy ? new Promise((resolve) => this.#quiet.push(resolve)) : Promise.resolve();
  }

  close(): void {
    for (const mouth of [...this.#mouths]) mouth.close();
    this.#agent.destroy();
  }

  #forward(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Promise<ApiAnswer> {
    const { target } = this.#options;
    return new Promise((resolve, reject) => {
      const request = (target.protocol === "https:" ? httpsRequest : httpRequest)(
        {
          host: target.hostname.replace(/^\[|\]$/g, ""),
          port: target.port,
          method,
          path,
          agent: this.#agent,
          timeout: upstreamLimitMs,
          headers: { ...headers, host: target.host },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 502, headers: response.headers, body: Buffer.concat(chunks) }),
          );
          response.on("error", reject);
        },
      );
      request.on("timeout", () => request.destroy(new Error("the API has not answered in time")));
      request.on("error", reject);
      request.end(body);
    });
  }
}
