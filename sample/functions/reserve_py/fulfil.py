"""Has the restaurant do what the caller wishes, once, whatever fails and however often this runs, and says what is true.

1. Nothing is sent before the record says that this run may.
2. What is not known is looked up in the book, and not guessed: after a request without an answer, and when the record
   says that there was a run before this one. What was refused is known.
3. What the book does not have is sent again only under the same key, to an API that honours keys: that acts on a request
   that is still under way and on this one together once. An API that does not know keys gets nothing until the record is
   new again (SETTLED_MS in lambda_function.py).
4. An answer to a key that was sent before may be an old one, told again. The book is asked whether it is still true.
5. A run changes the reservation as it has seen it first. If that has been changed since, then perhaps by a newer call of
   the same caller: that stays, and it is the next call's turn.

Without DynamoDB nothing is sent: only the record tells a first run from a second. But a caller who has the reservation
already hears so.
"""

from dataclasses import replace

from intent_key import intent_key
from restaurant import version_of
from result import PENDING, rejected, reserved
from wish import is_to_come

# A request whose outcome is unknown is sent once more under its key; then it is the next call's turn.
SENDS_MAX = 2


def fulfil(wish, restaurant, records, keys_are_honoured):
    """Raises only where the result is PENDING."""
    # Where keys are not honoured, a record that was begun lets nothing pass for a minute: not before we know the book.
    looks_first = wish.operation == "change" or not keys_are_honoured
    generation = 1
    sends = 0
    open_key = None  # What became of its request is not known.
    seen_first = None
    may_be_ours = False  # Something that we sent was done, or may have been.

    def found(reservation):
        return reserved("confirmed" if may_be_ours else "already-confirmed", reservation)

    while True:
        changed = None
        if looks_first:
            book = restaurant.reservations_of(wish.phone_number)
            held = held_in(book, wish)
            if held is not None:
                if open_key is not None:
                    records.end(open_key, found(held))
                return found(held)
            if wish.operation == "change":
                settled = None if sends > 0 else settle_reserve(wish, restaurant, records, keys_are_honoured)
                if settled is not None:
                    return settled
                changed = next((one for one in book if is_to_come(one["date"], one["time"])), None)
                if changed is None:
                    return rejected("none-to-change")
                seen_first = seen_first or changed
                if version_of(changed) != version_of(seen_first):
                    return PENDING

        begun = "refused"
        while begun == "refused":
            key = intent_key(wish, changed, generation)
            begun = records.begin(key)
            print(f"{key}: {begun}")
            if begun in ("refused", "ended"):
                generation += 1

        if begun != "new" and not looks_first:
            held = held_in(restaurant.reservations_of(wish.phone_number), wish)
            if held is not None:
                if begun == "in-progress":
                    records.end(key, found(held))
                return found(held)
        if begun == "ended":
            continue
        if begun == "unreachable" or (begun == "in-progress" and not keys_are_honoured):
            return PENDING

        if sends == SENDS_MAX:
            return PENDING
        sends += 1
        answer = restaurant.send(key, wish, changed)
        print(f"{key}: {answer.reason if answer.outcome == 'unknown' else answer.outcome}")
        if answer.outcome == "changed-since":
            continue
        if answer.outcome == "unknown":
            may_be_ours = True
            open_key = key
            restaurant.wait(answer.retry_after_ms)
            continue
        if answer.outcome == "done":
            may_be_ours = True
            result = found(answer.reservation)
        else:
            # What stands in the way may be the very reservation that the caller wishes for.
            held = None
            if answer.reason == "overlapping":
                held = held_in(restaurant.reservations_of(wish.phone_number), wish)
            result = rejected(answer.reason) if held is None else found(held)
        records.end(key, result)
        if begun == "new" and not answer.is_replayed:
            return result


def settle_reserve(wish, restaurant, records, keys_are_honoured):
    """What came of the same wish as a new reservation, where that is in progress: the caller was told to call again, and
    has pressed the key of a change. To move another reservation there, or to say that there is none, would be wrong. None
    where no such wish is in progress, or it was refused."""
    reserve = replace(wish, operation="reserve")
    generation = 1
    while (begun := records.look_up(intent_key(reserve, None, generation))) in ("ended", "refused"):
        generation += 1
    if begun == "new":
        return None
    if begun == "unreachable":
        return PENDING
    result = fulfil(reserve, restaurant, records, keys_are_honoured)
    return None if result["status"] == "rejected" else result


def held_in(book, wish):
    """The reservation that is as the caller wishes, if the book has one."""
    return next((one for one in book if {**one, **wish.seating} == one), None)
