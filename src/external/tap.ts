import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import { connectionsOf, type Wire } from "../clock/wire.ts";
import { type Delivered, exchange } from "./exchange.ts";
import type { Fault } from "./fault.ts";

/** How the external API behaves for one request. */
export interface Conditions {
  /** The answer is held back until so long after the request; the API's work is done at once. */
  readonly latencyMs: Millis;
  readonly fault: Fault | undefined;
  /** The one who asks ends: before his request leaves him, or as soon as the answer would reach him. */
  readonly crash?: "before" | "after" | undefined;
}

/** Whoever is given an address. */
export interface Asker {
  /** Lets something through to him; in simulated time his own clock is set first. */
  readonly reach: (deliver: () => void) => void;
  /** Ends him at once. */
  readonly crash: () => void;
}

/** What the tap reports, as it happens. `mouth` is whoever was given the address that the request came to. */
export interface TapObserver {
  started(event: {
    id: string;
    mouth: string;
    method: string;
    path: string;
    headers: IncomingHttpHeaders;
    body: Buffer;
    conditions: Conditions;
  }): void;
  answered(event: { id: string; status: number; body: Buffer }): void;
  finished(event: { id: string; delivered: Delivered; reached: boolean }): void;
}

export interface TapOptions {
  readonly name: string;
  /** The path of the API's own address: it is kept in the addresses that the tap gives out. */
  readonly path: string;
  /** The API's own address, as soon as it can be asked there. */
  readonly target: () => Promise<URL>;
  /** The API cannot be asked at all, and why. */
  readonly failed: (error: unknown) => void;
  readonly clock: Clock;
  readonly observer: TapObserver;
  readonly conditions: (request: {
    mouth: string;
    method: string;
    path: string;
    headers: IncomingHttpHeaders;
  }) => Conditions;
  /** A name for the next request, unlike all others. */
  readonly nextId: () => string;
}

/** One of the addresses of an API. */
export interface Mouth {
  readonly url: string;
  /** What passes through it. */
  readonly wire: Wire;
  /** Whether a request that came to it has not been answered yet. */
  readonly isAwaited: () => boolean;
  readonly close: Cancel;
}

const anyone: Asker = { reach: (deliver) => deliver(), crash: () => {} };

/**
 * The recording reverse proxy before one external API. Everyone who is to be told apart gets an address of
 * his own ("mouth"), so that a request says where it came from without a change to the handler. Requests and
 * answers are held in memory as a whole: streaming APIs are not reproduced.
 */
export class Tap {
  readonly #options: TapOptions;
  readonly #mouths = new Set<{ close(): void }>();

  constructor(options: TapOptions) {
    this.#options = options;
  }

  /** A new address for the API, on loopback. */
  async open(mouth: string, asker = anyone): Promise<Mouth> {
    let awaited = 0;
    const server = createServer((request, response) => {
      if (isFromABrowser(request)) {
        response.writeHead(403).end();
        return;
      }
      awaited += 1;
      response.once("close", () => {
        awaited -= 1;
      });
      exchange(request, response, { ...this.#options, mouth, asker });
    });
    const connections = connectionsOf(server);
    // The function may be frozen in the middle of anything: only it decides how long it keeps a connection.
    server.keepAliveTimeout = 0;
    server.requestTimeout = 0;
    server.headersTimeout = 0;
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
    const url = `http://127.0.0.1:${port}${this.#options.path.replace(/\/$/, "")}`;
    return { url, wire: { port, connections }, isAwaited: () => awaited > 0, close };
  }

  close(): void {
    for (const mouth of [...this.#mouths]) mouth.close();
  }
}

/** A web page must not reach the API through the bench. Browsers say where a request comes from; functions do not. */
function isFromABrowser({ headers }: IncomingMessage): boolean {
  return headers["sec-fetch-site"] !== undefined;
}
