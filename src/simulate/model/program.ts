import type { Millis } from "../../clock/clock.ts";

/**
 * A handler as a small program: it yields what it wants of the world, is given what came of it, and returns its
 * answer or throws.
 */
export type Program = (event: ConnectEvent) => Generator<Want, unknown, Heard>;

/** What a modelled handler reads of the event that Connect sends. */
export interface ConnectEvent {
  readonly Details: {
    readonly ContactData: { readonly CustomerEndpoint: { readonly Address: string } };
    readonly Parameters: Readonly<Record<string, string>>;
  };
}

export type Want = ModelRequest | { readonly type: "wait"; readonly ms: Millis };

export interface ModelRequest {
  readonly type: "request";
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body: object | undefined;
  /** How long the handler waits for the answer. Undefined: as long as it lives. */
  readonly patienceMs: Millis | undefined;
}

export type Heard =
  | { readonly type: "response"; readonly status: number; readonly body: unknown }
  /** The connection broke. */
  | { readonly type: "reset" }
  /** The handler's patience was over. */
  | { readonly type: "gaveUp" }
  | { readonly type: "waited" };

export function get(path: string, patienceMs?: Millis): ModelRequest {
  return { type: "request", method: "GET", path, body: undefined, patienceMs };
}

export function post(path: string, body: object, patienceMs?: Millis): ModelRequest {
  return { type: "request", method: "POST", path, body, patienceMs };
}
