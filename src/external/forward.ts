import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Millis } from "../clock/clock.ts";

/** A request as the function sent it. */
export interface ApiRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** How the API took a request: its answer, or why there is none and whether the request may have reached it. */
export type ApiOutcome =
  | { readonly type: "answer"; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }
  | { readonly type: "failure"; readonly reached: boolean };

/** An API that has not answered for so long is taken to have broken the connection. Not AWS's number: chosen. */
const apiLimitMs: Millis = 60_000;

/**
 * Sends a request on to the API and waits for the whole answer. Each has a connection of its own: one that is used
 * again may just have been closed by the API, and the function would see a failure that is none of the API's.
 */
export function forward(target: URL, { method, path, headers, body }: ApiRequest): Promise<ApiOutcome> {
  return new Promise((resolve) => {
    const secure = target.protocol === "https:";
    let connected = false;
    const fail = () => resolve({ type: "failure", reached: connected });
    const length = body.length > 0 ? { "content-length": String(body.length) } : {};
    const request = (secure ? httpsRequest : httpRequest)(
      {
        host: target.hostname.replace(/^\[|\]$/g, ""), // An IPv6 address without its brackets.
        port: target.port,
        method,
        path,
        agent: false,
        timeout: apiLimitMs,
        headers: { ...withoutHopByHop(headers), ...length, host: target.host },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", fail);
        response.on("end", () => {
          const { statusCode: status = 502, headers } = response;
          resolve({ type: "answer", status, headers: withoutHopByHop(headers), body: Buffer.concat(chunks) });
        });
      },
    );
    request.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => {
        connected = true;
      });
    });
    request.on("timeout", () => request.destroy());
    request.on("error", fail);
    request.end(body);
  });
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

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}
