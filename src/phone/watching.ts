import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import { problem } from "./answer.ts";
import { match, type Named, pathOf, type Route } from "./routes.ts";
import { isFromHere } from "./same-origin.ts";

/** Something that goes on, and can be watched as it does. */
export interface WatchRoute {
  /** As a route's: "/calls/:id/events". */
  readonly path: string;
  /** Somebody watches from now on, until the returned function is called. */
  readonly watch: (watcher: Watcher, named: Named, query: URLSearchParams) => Cancel;
}

/** Whoever watches. */
export interface Watcher {
  tell(message: object): void;
  /** Nothing follows. */
  end(): void;
}

/**
 * A page that does not read what it is sent is let go before this much of it waits in memory: it comes back and says what
 * it has. Chosen: more than a hundred times what a call's record has.
 */
const unreadBytesMax = 16 * 1_024 * 1_024;
/** Who has not answered one ping by the next is gone: a machine that sleeps says no goodbye. Chosen. */
const pingMs: Millis = 15_000;

/**
 * Those who watch something, each over a WebSocket: a browser opens far more of these to a server than the six requests
 * that HTTP/1.1 has at a time, so that the seventh tab sees its call too.
 * https://websockets.spec.whatwg.org/
 */
export class Watching {
  readonly #routes: readonly WatchRoute[];
  readonly #clock: Clock;
  /** Whoever watches has nothing to say, and what is sent is small: neither long messages nor compression. */
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1_024 });

  constructor(routes: readonly WatchRoute[], clock: Clock) {
    this.#routes = routes;
    this.#clock = clock;
  }

  /** For a request that asks for a WebSocket; or for something else that cannot be had. */
  readonly upgrade = (request: IncomingMessage, connection: Duplex, head: Buffer): void => {
    if (!isFromHere(request))
      return refuse(connection, 403, "This server answers pages and programs of this machine only.");
    if (request.headers.upgrade?.toLowerCase() !== "websocket")
      return refuse(connection, 400, `No connection turns into ${request.headers.upgrade} here.`);
    const path = pathOf(request);
    for (const route of this.#routes) {
      const parts = match(route.path, path);
      if (parts === undefined) continue;
      const query = new URLSearchParams((request.url ?? "").slice(path.length));
      this.#sockets.handleUpgrade(request, connection, head, (socket) => {
        this.#keepAlive(socket);
        socket.once(
          "close",
          route.watch(watcherOf(socket), (part) => parts.get(part) ?? "", query),
        );
      });
      return;
    }
    refuse(connection, 404, `There is nothing to watch at ${path}.`);
  };

  /** Says goodbye to everybody. */
  close(): void {
    for (const socket of this.#sockets.clients) {
      socket.close(1001); // "Going away": https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
      socket.terminate();
    }
  }

  #keepAlive(socket: WebSocket): void {
    let isThere = true;
    let cancel: Cancel = () => {};
    const ping = () => {
      if (!isThere) return socket.terminate();
      isThere = false;
      socket.ping();
      cancel = this.#clock.after(pingMs, ping);
    };
    cancel = this.#clock.after(pingMs, ping);
    socket.on("pong", () => {
      isThere = true;
    });
    socket.on("error", () => socket.terminate()); // Whatever it sent was no WebSocket message of a page's.
    socket.once("close", () => cancel());
  }
}

/** What is asked for without a WebSocket: a sentence that says how. */
export function withoutSocket({ path }: WatchRoute): Route {
  return {
    method: "GET",
    path,
    answer: (_request, response) => {
      response.setHeader("upgrade", "websocket");
      response.setHeader("connection", "upgrade");
      problem(response, 426, "This goes on: open it as a WebSocket (ws://), and each thing that happens is a message.");
    },
  };
}

function watcherOf(socket: WebSocket): Watcher {
  return {
    tell: (message) => {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(JSON.stringify(message));
      if (socket.bufferedAmount > unreadBytesMax) socket.terminate();
    },
    end: () => socket.close(1000),
  };
}

/** A browser tells its page nothing of this; a program reads it. */
function refuse(connection: Duplex, status: number, detail: string): void {
  const body = `${JSON.stringify({ status, detail })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "connection: close",
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  connection.on("error", () => {}); // Whoever asked has gone already.
  connection.once("finish", () => connection.destroy());
  connection.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
