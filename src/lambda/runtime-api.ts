import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Millis } from "../clock/clock.ts";
import { type Connection, connectionsOf, type Wire } from "../clock/wire.ts";
import type { AttemptOutcome } from "./attempt.ts";
import { postedError, responseTooLarge } from "./function-error.ts";
import { responseBytesMax } from "./limits.ts";

/** One event for the runtime. */
export interface RuntimeEvent {
  readonly requestId: string;
  readonly payload: string;
  readonly deadline: Millis;
  readonly functionArn: string;
  readonly traceId: string;
  /** New for every time that an event is handed out. A runtime may send it back; it must not send another. */
  readonly invocationId: string;
}

/** What a runtime makes known by its requests. */
export interface RuntimeSignals {
  /** It asks for its next event: it has initialised, or is done with the last one. All that it wrote before can be read by now. */
  asked(): void;
  /** It has answered the event in hand. */
  answered(outcome: AttemptOutcome): void;
  /** It could not initialise, says this error. */
  initFailed(payload: string, errorTypeHeader: string | undefined): void;
}

/**
 * The Runtime API, version 2018-06-01, for one start of one runtime: on a port of its own, so that any runtime and
 * AWS's own clients work unchanged. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #connections: ReadonlySet<Connection>;
  readonly #signals: RuntimeSignals;
  /** The open request for the next event. It is held without a time-out. */
  #next: ServerResponse | undefined;
  #event: RuntimeEvent | undefined;
  #state: "idle" | "handed out" | "answered" = "idle";
  #closed = false;

  static listen(signals: RuntimeSignals): Promise<RuntimeApi> {
    const api = new RuntimeApi(signals);
    return new Promise((resolve, reject) => {
      api.#server.once("error", reject);
      api.#server.listen(0, "127.0.0.1", () => resolve(api));
    });
  }

  private constructor(signals: RuntimeSignals) {
    this.#signals = signals;
    this.#server = createServer((request, response) => this.#route(request, response));
    this.#connections = connectionsOf(this.#server);
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
    this.#server.headersTimeout = 0;
  }

  /** For AWS_LAMBDA_RUNTIME_API. */
  get address(): string {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? `127.0.0.1:${address.port}` : "";
  }

  get wire(): Wire {
    return { port: Number(this.address.split(":")[1]), connections: this.#connections };
  }

  /** Hands out an event. The runtime has asked for it. */
  deliver(event: RuntimeEvent): void {
    this.#event = event;
    this.#state = "handed out";
    this.#next?.writeHead(200, [
      ...["Content-Type", "application/json"],
      ...["Content-Length", String(Buffer.byteLength(event.payload))],
      ...["Lambda-Runtime-Aws-Request-Id", event.requestId],
      ...["Lambda-Runtime-Deadline-Ms", String(Math.round(event.deadline))],
      ...["Lambda-Runtime-Invoked-Function-Arn", event.functionArn],
      ...["Lambda-Runtime-Trace-Id", event.traceId],
      ...["Lambda-Runtime-Invocation-Id", event.invocationId],
    ]);
    this.#next?.end(event.payload);
    this.#next = undefined;
  }

  /** What the runtime has sent but is not read yet counts no more. */
  close(): void {
    this.#closed = true;
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #route(request: IncomingMessage, response: ServerResponse): void {
    response.sendDate = false;
    const url = request.url ?? "";
    if (request.method === "GET" && url === `${base}/invocation/next`) {
      this.#holdNext(response);
      return;
    }
    const [, requestId, call] = invocationCall.exec(url) ?? [];
    if (request.method === "POST" && requestId !== undefined) {
      read(request, (body) => this.#answer(requestId, call === "error", request, body, response));
    } else if (request.method === "POST" && url === `${base}/init/error`) {
      read(request, (body) => this.#failInit(request, body, response));
    } else {
      refuse(response, 404, "NotFound", `${request.method} ${url} is not part of the Runtime API 2018-06-01`);
    }
  }

  #holdNext(response: ServerResponse): void {
    if (this.#next !== undefined) {
      refuse(response, 403, "InvalidStateTransition", "The next event has been asked for already");
      return;
    }
    this.#next = response;
    response.once("close", () => {
      if (this.#next === response) this.#next = undefined;
    });
    // What the runtime printed and answered before it asked became readable before its request did: one turn later
    // it has been read. (Our client for Node.js sends its answer and its next request together.)
    setImmediate(() => {
      if (this.#closed) return;
      if (this.#state === "handed out") {
        this.#next = undefined;
        refuse(response, 403, "InvalidStateTransition", "The last event has not been answered");
      } else {
        this.#state = "idle";
        this.#signals.asked();
      }
    });
  }

  #answer(requestId: string, isError: boolean, request: IncomingMessage, body: Body, response: ServerResponse): void {
    if (this.#closed) return;
    const invocationId = request.headers["lambda-runtime-invocation-id"];
    if (requestId !== this.#event?.requestId) {
      refuse(response, 400, "InvalidRequestID", "Invalid request ID");
    } else if (invocationId !== undefined && invocationId !== this.#event.invocationId) {
      refuse(response, 400, "InvalidInvocationId", "Invalid invocation ID");
    } else if (this.#state !== "handed out") {
      refuse(response, 403, "InvalidStateTransition", "The event has been answered already");
    } else if (body === "too large") {
      refuse(
        response,
        413,
        "RequestEntityTooLarge",
        `Exceeded maximum allowed payload size (${responseBytesMax} bytes).`,
      );
      this.#state = "answered";
      this.#signals.answered(responseTooLarge());
    } else {
      accept(response);
      this.#state = "answered";
      this.#signals.answered(isError ? postedError(body, errorType(request)) : { type: "succeeded", payload: body });
    }
  }

  #failInit(request: IncomingMessage, body: Body, response: ServerResponse): void {
    if (this.#closed) return;
    if (this.#event !== undefined || this.#next !== undefined) {
      refuse(response, 403, "InvalidStateTransition", "The runtime has initialised already");
      return;
    }
    accept(response);
    this.#signals.initFailed(body === "too large" ? "" : body, errorType(request));
  }
}

const base = "/2018-06-01/runtime";
const invocationCall = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

type Body = string | "too large";

function read(request: IncomingMessage, done: (body: Body) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= responseBytesMax) chunks.push(chunk);
  });
  request.once("end", () => done(bytes > responseBytesMax ? "too large" : Buffer.concat(chunks).toString("utf8")));
}

function errorType(request: IncomingMessage): string | undefined {
  const header = request.headers["lambda-runtime-function-error-type"];
  return typeof header === "string" ? header : undefined;
}

function accept(response: ServerResponse): void {
  response.writeHead(202, acceptedHeaders);
  response.end(acceptedBody);
}

const acceptedBody = '{"status":"OK"}';
const acceptedHeaders = ["Content-Type", "application/json", "Content-Length", String(acceptedBody.length)];

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  const body = JSON.stringify({ errorMessage: message, errorType: type });
  response.writeHead(status, ["Content-Type", "application/json", "Content-Length", String(Buffer.byteLength(body))]);
  response.end(body);
}
