import { intentKey } from "./intent-key.ts";
import type { Begun, IntentRecords } from "./intent-record.ts";
import type { Reservation, Restaurant } from "./restaurant.ts";
import { pending, type Result, rejected } from "./result.ts";
import { isToCome, type Wish } from "./wish.ts";

/** A request whose outcome is unknown is sent once more under its key; then it is the next call's turn. */
const sendsMax = 2;

/**
 * Has the restaurant do what the caller wishes, once, whatever fails and however often this runs, and says what is true.
 * Throws only where that is "pending".
 *
 *  1. Nothing is sent before the record says that this run may.
 *  2. What is not known is looked up in the book, and not guessed: after a request without an answer, and when the
 *     record says that there was a run before this one. What was refused is known.
 *  3. What the book does not have is sent again only under the same key, to an API that honours keys: that acts on a
 *     request that is still under way and on this one together once. An API that does not know keys gets nothing until
 *     the record is new again (settledMs in index.ts).
 *  4. An answer to a key that was sent before may be an old one, told again. The book is asked whether it is still true.
 *  5. A run changes the reservation as it has seen it first. If that has been changed since, then perhaps by a newer call
 *     of the same caller: that stays, and it is the next call's turn.
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
  // Where keys are not honoured, a record that was begun lets nothing pass for a minute: not before we know the book.
  const looksFirst = wish.operation === "change" || !keysAreHonoured;
  let generation = 1;
  let sends = 0;
  let openKey: string | undefined; // What became of its request is not known.
  let mayBeOurs = false; // Something that we sent was done, or may have been.
  let seenFirst: Reservation | undefined;
  const found = (reservation: Reservation): Result => ({
    status: mayBeOurs ? "confirmed" : "already-confirmed",
    reservation,
  });

  for (;;) {
    let changed: Reservation | undefined;
    if (looksFirst) {
      const book = await restaurant.reservationsOf(wish.phoneNumber);
      const held = heldIn(book, wish);
      if (held !== undefined) {
        if (openKey !== undefined) await records.end(openKey, found(held));
        return found(held);
      }
      if (wish.operation === "change") {
        const settled = sends > 0 ? undefined : await settleReserve(wish, restaurant, records, keysAreHonoured);
        if (settled !== undefined) return settled;
        changed = book.find(isToCome);
        if (changed === undefined) return rejected("none-to-change");
        seenFirst ??= changed;
        if (changed.reservationNumber !== seenFirst.reservationNumber || changed.version !== seenFirst.version) {
          return pending;
        }
      }
    }

    let key: string;
    let begun: Begun;
    do {
      key = intentKey(wish, changed, generation);
      begun = await records.begin(key);
      console.log(`${key}: ${begun}`);
      if (begun === "refused" || begun === "ended") generation += 1;
    } while (begun === "refused");

    if (begun !== "new" && !looksFirst) {
      const held = heldIn(await restaurant.reservationsOf(wish.phoneNumber), wish);
      if (held !== undefined) {
        if (begun === "in-progress") await records.end(key, found(held));
        return found(held);
      }
    }
    if (begun === "ended") continue;
    if (begun === "unreachable" || (begun === "in-progress" && !keysAreHonoured)) return pending;

    if (sends === sendsMax) return pending;
    sends += 1;
    const answer = await restaurant.send(key, wish, changed);
    console.log(`${key}: ${answer.type === "unknown" ? answer.why : answer.type}`);
    switch (answer.type) {
      case "unknown":
        mayBeOurs = true;
        openKey = key;
        await restaurant.wait(answer.retryAfterMs);
        continue;
      case "changed-since":
        continue;
      case "done": {
        mayBeOurs = true;
        const result = found(answer.reservation);
        await records.end(key, result);
        if (begun === "new" && !answer.isReplayed) return result;
        continue;
      }
      case "refused": {
        // What stands in the way may be the very reservation that the caller wishes for.
        const held =
          answer.reason === "overlapping" ? heldIn(await restaurant.reservationsOf(wish.phoneNumber), wish) : undefined;
        const result = held === undefined ? rejected(answer.reason) : found(held);
        await records.end(key, result);
        if (begun === "new" && !answer.isReplayed) return result;
      }
    }
  }
}

/**
 * What came of the same wish as a new reservation, where that is in progress: the caller was told to call again, and has
 * pressed the key of a change. To move another reservation there, or to say that there is none, would be wrong. Undefined
 * where no such wish is in progress, or it was refused.
 */
async function settleReserve(
  wish: Wish,
  restaurant: Restaurant,
  records: IntentRecords,
  keysAreHonoured: boolean,
): Promise<Result | undefined> {
  const reserve: Wish = { ...wish, operation: "reserve" };
  let generation = 1;
  let begun: Begun;
  do {
    begun = await records.lookUp(intentKey(reserve, undefined, generation));
    generation += 1;
  } while (begun === "ended" || begun === "refused");
  if (begun === "new") return undefined;
  if (begun === "unreachable") return pending;
  const result = await fulfil(reserve, restaurant, records, keysAreHonoured);
  return result.status === "rejected" ? undefined : result;
}

/** The reservation that is as the caller wishes, if the book has one. */
function heldIn(book: readonly Reservation[], { seating }: Wish): Reservation | undefined {
  return book.find(
    ({ date, time, partySize }) => date === seating.date && time === seating.time && partySize === seating.partySize,
  );
}
