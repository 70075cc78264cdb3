import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Cancel, Millis } from "../clock/clock.ts";
import { reachesApi } from "./fault.ts";
import type { ApiAnswer, Conditions, Reach, TapOptions } from "./tap.ts";

/** What the function got for its request. */
export type Delivered =
  | { readonly type: "response"; readonly status: number }
  /** The connection broke. */
  | { readonly type: "reset" }
  /** The function had gone away, or given up, before the answer was there. */
  | { readonly type: "abandoned" };

interface ExchangeOptions extends TapOptions {
  readonly mouth: string;
  readonly reach: Reach;
  readonly forward: (method: string, path: string, headers: IncomingHttpHeaders, body: Buffer) => Promise<ApiAnswer>;
  readonly over: () => void;
}

/** Headers that belong to one connection and are not passed on. RFC 9110 §7.6.1. */
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * One request on its way to an external API and back. It is over when both sides are: the API has answered
 * (or never got the request), and the function has its answer or has gone away. A function that goes away
 * does not call its request back: what the API does for it is still recorded.
 */
export class Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #options: ExchangeOptions;
  readonly #id: string;
  readonly #conditions: Conditions;
  #api: "pending" | "settled" = "pending";
  #reached = false;
  #delivered: Delivered | undefined;
  #cancelDelivery: Cancel = () => {};

  constructor(request: IncomingMessage, response: ServerResponse, options: ExchangeOptions) {
    this.#request = request;
    this.#response = response;
    this.#options = options;
    this.#id = options.nextId();
    this.#conditions = options.conditions({ method: request.method ?? "GET", path: request.url ?? "/" });
    response.on("close", () =>
      this.#settle(
        response.writableFinished ? { type: "response", status: response.statusCode } : { type: "abandoned" },
      ),
    );

    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => this.#received(Buffer.concat(chunks)));
    // Cut off while it was still being sent: the API never sees it, and there is nothing to record.
    request.on("error", () => {
      if (!request.complete) options.over();
    });
  }

  /** Whether it ends by itself. What is sent to a silent API ends only when the function gives up. */
  get willEnd(): boolean {
    return this.#conditions.fault !== "silent";
  }

  async #received(body: Buffer): Promise<void> {
    const { method = "GET", url: path = "/", headers } = this.#request;
    const { clock, observer, mouth, target } = this.#options;
    const sentAt = clock.now();
    observer.started({ id: this.#id, mouth, method, path, body, conditions: this.#conditions });
    const { fault, latencyMs } = this.#conditions;

    const release = clock.hold(() => `${method} ${path} at ${target.origin} has not been answered by the API itself`);
    const answer = reachesApi(fault) ? await this.#ask(method, path, headers, body) : undefined;
    this.#api = "settled";
    this.#end();
    if (this.#delivered === undefined && fault !== "silent") this.#deliverAt(sentAt + latencyMs, answer);
    release();
  }

  #deliverAt(due: Millis, answer: ApiAnswer | undefined): void {
    const { clock, reach } = this.#options;
    const deliver = () =>
      reach(() => {
        if (this.#delivered === undefined) this.#deliver(answer);
      });
    const heldBackMs = due - clock.now();
    if (heldBackMs <= 0) deliver();
    else this.#cancelDelivery = clock.after(heldBackMs, deliver);
  }

  async #ask(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Promise<ApiAnswer | undefined> {
    try {
      const answer = await this.#options.forward(
        method,
        path,
        without(headers, [...hopByHop, "host", "content-length"]),
        body,
      );
      this.#reached = true;
      this.#options.observer.answered({ id: this.#id, status: answer.status });
      return answer;
    } catch (error) {
      // The API broke the connection, in which case it may have done its work, or there is none.
      this.#reached = !(error instanceof Error && "code" in error && error.code === "ECONNREFUSED");
      return undefined;
    }
  }

  #deliver(answer: ApiAnswer | undefined): void {
    const { fault } = this.#conditions;
    if (fault === "error-before" || fault === "error-after") {
      const status = fault === "error-before" ? 503 : 500;
      this.#response.writeHead(status, { "content-type": "application/problem+json" });
      this.#response.end(JSON.stringify({ title: "The bench made this API fail.", status, detail: `fault ${fault}` }));
    } else if (answer === undefined || fault === "reset-before" || fault === "reset-after") {
      this.#settle({ type: "reset" });
      this.#request.socket.resetAndDestroy();
    } else {
      this.#response.writeHead(answer.status, without(answer.headers, hopByHop));
      this.#response.end(answer.body);
    }
  }

  #settle(delivered: Delivered): void {
    if (this.#delivered !== undefined) return;
    this.#cancelDelivery();
    this.#delivered = delivered;
    this.#end();
  }

  #end(): void {
    if (this.#api === "pending" || this.#delivered === undefined) return;
    this.#options.observer.finished({ id: this.#id, delivered: this.#delivered, reached: this.#reached });
    this.#options.over();
  }
}

function without(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
