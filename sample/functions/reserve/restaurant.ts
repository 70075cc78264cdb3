import type { Deadline } from "./deadline.ts";
import type { Reason } from "./result.ts";
import type { Seating, Wish } from "./wish.ts";

export interface Reservation extends Seating {
  readonly reservationNumber: string;
  readonly table: number;
}

/** What became of a request that changes something. */
export type Answer =
  | { readonly type: "done"; readonly reservation: Reservation }
  | { readonly type: "refused"; readonly reason: Reason }
  /** No answer, or one from which nobody can tell whether the restaurant did it, or will. */
  | { readonly type: "unknown"; readonly why: string };

/** The restaurant's API. No request outlasts its share of the deadline, and one that is given up is also cut off. */
export class Restaurant {
  readonly #url: string;
  readonly #deadline: Deadline;

  constructor(url: string, deadline: Deadline) {
    this.#url = url;
    this.#deadline = deadline;
  }

  /** What the book has for a caller, the earliest first. Throws where that cannot be found out. */
  async reservationsOf(phoneNumber: string): Promise<readonly Reservation[]> {
    const response = await fetch(`${this.#url}/reservations?${new URLSearchParams({ phoneNumber })}`, {
      redirect: "error",
      signal: AbortSignal.timeout(this.#deadline.timeFor(this.#deadline.readMs)),
    });
    const body: unknown = await response.json();
    if (response.status === 200 && isObject(body) && Array.isArray(body.reservations)) {
      if (body.reservations.every(isReservation)) return body.reservations;
    }
    throw new Error(`The restaurant's book cannot be read: ${response.status}`);
  }

  /** Makes a reservation, or changes the one of this number. Throws only where there is no time to send anything. */
  async send(key: string, wish: Wish, reservationNumber: string | undefined): Promise<Answer> {
    const [method, path, body] =
      reservationNumber === undefined
        ? ["POST", "/reservations", { ...wish.seating, phoneNumber: wish.phoneNumber }]
        : ["PATCH", `/reservations/${reservationNumber}`, wish.seating];
    const signal = AbortSignal.timeout(this.#deadline.timeToSend());
    try {
      const response = await fetch(this.#url + path, {
        method,
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify(body),
        redirect: "error", // It would send the request a second time, elsewhere.
        signal,
      });
      return answerOf(response.status, await response.json());
    } catch (error) {
      return { type: "unknown", why: String(error) };
    }
  }
}

/** The refusals that say for certain that nothing was done. `/problems/request-in-progress` is none of them. */
const refusals: ReadonlyMap<unknown, Reason> = new Map([
  ["/problems/no-table", "full"],
  ["/problems/already-reserved", "overlapping"],
  ["/problems/no-such-reservation", "none-to-change"],
  ["/problems/invalid-request", "invalid"],
]);

function answerOf(status: number, body: unknown): Answer {
  if (status >= 200 && status < 300 && isReservation(body)) return { type: "done", reservation: body };
  const problem = isObject(body) ? body.type : undefined;
  const reason = status >= 400 && status < 500 ? refusals.get(problem) : undefined;
  if (reason !== undefined) return { type: "refused", reason };
  return { type: "unknown", why: `${status} ${problem ?? ""}`.trim() };
}

function isReservation(value: unknown): value is Reservation {
  return (
    isObject(value) &&
    [value.reservationNumber, value.date, value.time].every((field) => typeof field === "string") &&
    [value.partySize, value.table].every((field) => typeof field === "number")
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
