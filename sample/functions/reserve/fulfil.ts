import { intentKey } from "./intent-key.ts";
import type { IntentRecords } from "./intent-record.ts";
import type { Reservation, Restaurant } from "./restaurant.ts";
import { pending, type Result, rejected } from "./result.ts";
import { today, type Wish } from "./wish.ts";

/** A request whose outcome is unknown is sent once more under its key; then it is the next call's turn. */
const sendsMax = 2;

/**
 * Has the restaurant do what the caller wishes, once, whatever fails and however often this runs, and says what is true.
 * Throws only where that is "pending".
 *
 *  1. Nothing is sent before the record says that this run may.
 *  2. What is not known is looked up in the book, and not guessed: after a request without an answer, and when the
 *     record says that there was a run before this one.
 *  3. What the book does not have is sent again only under the same key, to an API that honours keys: that acts on a
 *     request that is still under way and on this one together once. An API that does not know keys gets nothing until
 *     the record is new again (settledMs in index.ts).
 *  4. An answer to a key that was sent before may be an old one, told again. The book is asked whether it is still true.
 *
 * Without DynamoDB nothing is sent: only the record tells a first run from a second. But a caller who has the
 * reservation already hears so.
 */
export async function fulfil(
  wish: Wish,
  restaurant: Restaurant,
  records: IntentRecords,
  keysAreHonoured: boolean,
): Promise<Result> {
  let generation = 1;
  let sends = 0;
  let mayBeOurs = false; // Something that we sent was done, or may have been.
  const found = (reservation: Reservation): Result => ({
    status: mayBeOurs ? "confirmed" : "already-confirmed",
    reservation,
  });

  for (;;) {
    let number: string | undefined;
    if (wish.operation === "change") {
      const book = await restaurant.reservationsOf(wish.phoneNumber);
      const held = heldIn(book, wish);
      if (held !== undefined) return found(held);
      number = book.find(({ date }) => date >= today())?.reservationNumber;
      if (number === undefined) return rejected("none-to-change");
    }

    const key = intentKey(wish, number, generation);
    const begun = await records.begin(key);
    console.log(`${key}: ${begun}`);
    if (begun !== "new" || !keysAreHonoured) {
      const held = heldIn(await restaurant.reservationsOf(wish.phoneNumber), wish);
      if (held !== undefined) {
        if (begun !== "ended" && begun !== "unreachable") await records.end(key, found(held));
        return found(held);
      }
      if (begun === "ended") {
        generation += 1;
        continue;
      }
      if (begun === "unreachable" || (begun === "in-progress" && !keysAreHonoured)) return pending;
    }

    if (sends === sendsMax) return pending;
    sends += 1;
    const answer = await restaurant.send(key, wish, number);
    console.log(`${key}: ${answer.type === "unknown" ? answer.why : answer.type}`);
    switch (answer.type) {
      case "unknown":
        mayBeOurs = true;
        continue;
      case "done": {
        mayBeOurs = true;
        const result = found(answer.reservation);
        await records.end(key, result);
        if (begun === "new") return result;
        continue;
      }
      case "refused": {
        // What stands in the way may be the very reservation that the caller wishes for.
        const held =
          answer.reason === "overlapping" ? heldIn(await restaurant.reservationsOf(wish.phoneNumber), wish) : undefined;
        const result = held === undefined ? rejected(answer.reason) : found(held);
        await records.end(key, result);
        if (begun === "new") return result;
      }
    }
  }
}

/** The reservation that is as the caller wishes, if the book has one. */
function heldIn(book: readonly Reservation[], { seating }: Wish): Reservation | undefined {
  return book.find(
    ({ date, time, partySize }) => date === seating.date && time === seating.time && partySize === seating.partySize,
  );
}
