import { createHash } from "node:crypto";
import type { Reservation } from "./restaurant.ts";
import type { Wish } from "./wish.ts";

/**
 * The name of what the caller intends: the same for every attempt of Connect's, every round in the flow and every call
 * in which the caller wishes for the same, and for no other wish. So nothing of the call is in it, and all of the wish;
 * for a change also which reservation is to be changed, and which version of it where the API tells one.
 *
 * An intent that has come to its end (refused; or made, and cancelled since) and is wished for anew is another one, its
 * next generation: under the old key the API would only say again what it said then.
 *
 * Hashed, for it goes through logs, and the caller's number has no business there. That makes it a pseudonym and nobody
 * anonymous: there are few enough numbers and seatings to try them all.
 */
export function intentKey(
  wish: Wish,
  changed: Pick<Reservation, "reservationNumber" | "version"> | undefined,
  generation: number,
): string {
  const { operation, phoneNumber, seating } = wish;
  const { reservationNumber = "", version } = changed ?? {};
  const what = version === undefined ? reservationNumber : `${reservationNumber}@${version}`;
  const parts = [operation, phoneNumber, what, seating.date, seating.time, seating.partySize];
  const hash = createHash("sha256").update(parts.join("|")).digest("hex").slice(0, 32);
  return generation === 1 ? `${operation}-${hash}` : `${operation}-${hash}-${generation}`;
}
