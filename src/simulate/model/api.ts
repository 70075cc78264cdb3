import type { Millis } from "../../clock/clock.ts";

/** An external API, as far as a model needs one. */
export interface ModelApi {
  readonly name: string;
  /** How long an answer takes when nothing goes wrong. */
  readonly usualMs: Millis;
  /** Does at once what it is asked for. `meaning` is equal for two requests that ask for the same thing. */
  readonly serve: (request: { method: string; meaning: string; path: string }) => { status: number; body: unknown };
}

/** The restaurant's: books at once, and refuses a second booking that is equal to one it has. */
export function restaurantApi(usualMs: Millis = 200): ModelApi {
  const booked = new Set<string>();
  return {
    name: "restaurant",
    usualMs,
    serve: ({ method, meaning }) => {
      if (method === "GET") return { status: 200, body: { reservations: booked.size } };
      if (booked.has(meaning)) return { status: 409, body: { type: "/problems/already-reserved" } };
      booked.add(meaning);
      return { status: 201, body: { reservationNumber: `${4_020 + booked.size}` } };
    },
  };
}
