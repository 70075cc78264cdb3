import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cancel, Millis } from "../clock/clock.ts";
import { reachesApi } from "./fault.ts";
import { type ApiOutcome, forward } from "./forward.ts";
import { meaningOf } from "./meaning.ts";
import { startLimitMs } from "./service.ts";
import type { Asker, Conditions, TapOptions } from "./tap.ts";

/** What the function got for its request. */
export type Delivered =
  | { readonly type: "response"; readonly status: number }
  /** The connection broke. */
  | { readonly type: "reset" }
  /** The function had gone away, or given up, before the answer was there. */
  | { readonly type: "abandoned" };

interface ExchangeOptions extends TapOptions {
  /** The one who was given the address that the request came to. */
  readonly mouth: string;
  readonly asker: Asker;
}

/** Takes in one request to an external API. One that is cut off while it is being sent reaches nobody: nothing to record. */
export function exchange(request: IncomingMessage, response: ServerResponse, options: ExchangeOptions): void {
  const chunks: Buffer[] = [];
  request.on("error", () => {});
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    const { method = "GET", url = "/" } = request;
    const order = () => `arrival ${options.mouth} ${method} ${url} ${meaningOf(method, url, body)}`;
    options.clock.inTurn(order, () => begin(request, response, body, options));
  });
}

function begin(request: IncomingMessage, response: ServerResponse, body: Buffer, options: ExchangeOptions): void {
  const { method = "GET", url: path = "/", headers } = request;
  const conditions = options.conditions({ mouth: options.mouth, method, path, headers });
  if (conditions.crash === "before") options.asker.crash();
  else new Exchange(request, response, body, conditions, options).start();
}

/**
 * One request on its way to an external API and back. It is over when both sides are: the API has answered
 * (or never got the request), and the function has its answer or has gone away. A function that goes away
 * does not call its request back: what the API does for it is still recorded.
 */
class Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #body: Buffer;
  readonly #options: ExchangeOptions;
  readonly #id: string;
  readonly #conditions: Conditions;
  /** Whether the API got it; undefined as long as that is open. */
  #reached: boolean | undefined;
  #delivered: Delivered | undefined;
  #cancelDelivery: Cancel = () => {};

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    conditions: Conditions,
    options: ExchangeOptions,
  ) {
    this.#request = request;
    this.#response = response;
    this.#body = body;
    this.#options = options;
    this.#id = options.nextId();
    this.#conditions = conditions;
  }

  start(): void {
    const { method = "GET", url: path = "/", headers } = this.#request;
    const { clock, name, observer, target, failed, mouth } = this.#options;
    const { fault, latencyMs } = this.#conditions;
    const sentAt = clock.now();
    const response = this.#response;
    response.on("close", () => {
      const whole = response.writableFinished;
      this.#settle(whole ? { type: "response", status: response.statusCode } : { type: "abandoned" });
    });
    response.on("error", () => {});
    observer.started({
      id: this.#id,
      mouth,
      method,
      path,
      headers,
      body: this.#body,
      conditions: this.#conditions,
    });
    if (!reachesApi(fault)) {
      this.#heard(undefined, sentAt + latencyMs);
      return;
    }
    const starting = clock.hold(() => `the ${name} API is being started`, startLimitMs);
    void target()
      .then((url) => {
        const release = clock.hold(() => `the ${name} API has not answered ${method} ${path}`);
        starting();
        void forward(url, { method, path, headers, body: this.#body }).then((outcome) => {
          if (outcome.type === "answer")
            observer.answered({ id: this.#id, status: outcome.status, body: outcome.body });
          this.#heard(outcome, sentAt + latencyMs);
          release();
        });
      })
      .catch(failed);
  }

  /** What there is to hear of the API has been heard. The function hears of it when its time has come. */
  #heard(outcome: ApiOutcome | undefined, deliverAt: Millis): void {
    this.#reached = outcome === undefined ? false : outcome.type === "answer" || outcome.reached;
    this.#end();
    if (this.#delivered !== undefined || this.#conditions.fault === "silent") return;
    const { clock, asker } = this.#options;
    const deliver = () =>
      asker.reach(() => {
        if (this.#delivered === undefined) this.#deliver(outcome);
      });
    const heldBackMs = deliverAt - clock.now();
    if (heldBackMs <= 0) clock.inTurn(() => "delivery", deliver);
    else this.#cancelDelivery = clock.after(heldBackMs, deliver);
  }

  #deliver(outcome: ApiOutcome | undefined): void {
    const { fault, crash } = this.#conditions;
    if (crash === "after") {
      this.#options.asker.crash();
    } else if (fault === "error-before" || fault === "error-after") {
      const status = fault === "error-before" ? 503 : 500;
      this.#response.writeHead(status, { "content-type": "application/problem+json" });
      this.#response.end(JSON.stringify({ title: "The bench made this API fail.", status, detail: `fault ${fault}` }));
    } else if (outcome?.type !== "answer" || fault !== undefined) {
      this.#settle({ type: "reset" });
      this.#request.socket.resetAndDestroy();
    } else {
      this.#response.writeHead(outcome.status, outcome.headers);
      this.#response.end(outcome.body);
    }
  }

  #settle(delivered: Delivered): void {
    if (this.#delivered !== undefined) return;
    this.#cancelDelivery();
    this.#delivered = delivered;
    this.#end();
  }

  #end(): void {
    if (this.#reached === undefined || this.#delivered === undefined) return;
    this.#options.observer.finished({ id: this.#id, delivered: this.#delivered, reached: this.#reached });
  }
}
