import { setTimeout } from "node:timers/promises";
import type { Deadline } from "./deadline.ts";
import type { Reason } from "./result.ts";
import type { Seating, Wish } from "./wish.ts";

export interface Reservation extends Seating {
  readonly reservationNumber: string;
  readonly table: number;
  /** Another one after each change. An API that knows no keys may know no versions either. */
  readonly version?: number | undefined;
}

/** What became of a request that changes something. */
export type Answer =
  | { readonly type: "done"; readonly reservation: Reservation; readonly isReplayed: boolean }
  | { readonly type: "refused"; readonly reason: Reason; readonly isReplayed: boolean }
  /** Nothing was done: the reservation has another version by now. */
  | { readonly type: "changed-since" }
  /** No answer, or one from which nobody can tell whether the restaurant did it, or will. */
  | { readonly type: "unknown"; readonly why: string; readonly retryAfterMs: number };

/** The restaurant's API. No request outlasts its share of the deadline, and one that is given up is also cut off. */
export class Restaurant {
  readonly #url: string;
  readonly #deadline: Deadline;
  #hasSent = false;

  constructor(url: string, deadline: Deadline) {
    // Who finds out only when he asks it says so with the whole address, and there is the caller's number in that.
    if (!URL.canParse(url)) throw new Error("The address of the restaurant's API is none.");
    this.#url = url;
    this.#deadline = deadline;
  }

  /** What the book has for a caller, the earliest first. Throws where that cannot be found out. */
  async reservationsOf(phoneNumber: string): Promise<readonly Reservation[]> {
    const timeMs = this.#deadline.timeToLook({ hasSent: this.#hasSent });
    const query = new URLSearchParams({ phoneNumber });
    const { response, body } = await this.#exchange(`/reservations?${query}`, timeMs, { headers: unkept });
    if (response.status === 200 && isObject(body) && Array.isArray(body.reservations)) {
      if (body.reservations.every(isReservation)) return body.reservations;
    }
    throw new Error(`The restaurant's book cannot be read: ${response.status}`);
  }

  /** Makes a reservation, or changes one. Throws only where there is no time to send anything. */
  async send(key: string, wish: Wish, changed: Reservation | undefined): Promise<Answer> {
    const [method, path, order] =
      changed === undefined
        ? ["POST", "/reservations", { ...wish.seating, phoneNumber: wish.phoneNumber }]
        : ["PATCH", `/reservations/${changed.reservationNumber}`, wish.seating];
    const headers = {
      ...unkept,
      "content-type": "application/json",
      "idempotency-key": `"${key}"`, // A String of Structured Fields, as the header's draft wants it.
      ...(changed?.version === undefined ? {} : { "if-match": `"${changed.version}"` }),
    };
    const timeMs = this.#deadline.timeToSend();
    this.#hasSent = true;
    try {
      const { response, body } = await this.#exchange(path, timeMs, { method, headers, body: JSON.stringify(order) });
      return answerOf(response, body);
    } catch (error) {
      return { type: "unknown", why: String(error), retryAfterMs: 0 };
    }
  }

  /** Waits, as an answer has asked, as far as there is time for it. */
  async wait(askedMs: number): Promise<void> {
    const ms = this.#deadline.timeToWait(askedMs);
    if (ms > 0) await setTimeout(ms);
  }

  async #exchange(path: string, timeMs: number, request: RequestInit): Promise<{ response: Response; body: unknown }> {
    const response = await fetch(this.#url + path, {
      ...request,
      redirect: "error", // It would send the request a second time, elsewhere.
      signal: AbortSignal.timeout(timeMs),
    });
    return { response, body: parsed(await response.text()) };
  }
}

/**
 * A connection that was kept while Lambda had the environment frozen may be dead, and nobody notices before the request
 * on it has used up its time. So none is kept.
 */
const unkept = { connection: "close" };

/** Undefined where it is no JSON: what the parser says of that quotes it, and a log has no business with an answer. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The refusals that say for certain that nothing was done. `/problems/request-in-progress` is none of them. */
const refusals: ReadonlyMap<unknown, Reason> = new Map([
  ["/problems/no-table", "full"],
  ["/problems/already-reserved", "overlapping"],
  ["/problems/no-such-reservation", "none-to-change"],
  ["/problems/invalid-request", "invalid"],
]);

function answerOf({ ok, status, headers }: Response, body: unknown): Answer {
  const isReplayed = headers.get("idempotent-replayed") === "true";
  if (ok && isReservation(body)) return { type: "done", reservation: body, isReplayed };
  const problem = isObject(body) ? body.type : undefined;
  if (status === 412 && problem === "/problems/changed-since") return { type: "changed-since" };
  const reason = status >= 400 && status < 500 ? refusals.get(problem) : undefined;
  if (reason !== undefined) return { type: "refused", reason, isReplayed };
  const retryAfter = /^[0-9]{1,4}$/.exec(headers.get("retry-after") ?? "")?.[0]; // Or a date, which is not worth a wait.
  return { type: "unknown", why: `${status} ${problem ?? ""}`.trim(), retryAfterMs: Number(retryAfter ?? 0) * 1_000 };
}

function isReservation(value: unknown): value is Reservation {
  return (
    isObject(value) &&
    [value.reservationNumber, value.date, value.time].every((field) => typeof field === "string") &&
    [value.partySize, value.table, value.version ?? 0].every((field) => typeof field === "number")
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
