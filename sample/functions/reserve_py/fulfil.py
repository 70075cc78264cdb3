"""Has the restaurant do what the caller wishes, once, whatever fails and however often this runs, and says what is true.

1. Nothing is sent before the record says that this run may.
2. What is not known is looked up in the book, and not guessed: after a request without an answer, and when the record
   says that there was a run before this one.
3. What the book does not have is sent again only under the same key, to an API that honours keys: that acts on a request
   that is still under way and on this one together once. An API that does not know keys gets nothing until the record is
   new again (SETTLED_MS in lambda_function.py).
4. An answer to a key that was sent before may be an old one, told again. The book is asked whether it is still true.

Without DynamoDB nothing is sent: only the record tells a first run from a second. But a caller who has the reservation
already hears so.
"""

from intent_key import intent_key
from result import PENDING, rejected, reserved
from wish import today

# A request whose outcome is unknown is sent once more under its key; then it is the next call's turn.
SENDS_MAX = 2


def fulfil(wish, restaurant, records, keys_are_honoured):
    """Raises only where the result is PENDING."""
    generation = 1
    sends = 0
    may_be_ours = False  # Something that we sent was done, or may have been.

    def found(reservation):
        return reserved("confirmed" if may_be_ours else "already-confirmed", reservation)

    while True:
        number = None
        if wish.operation == "change":
            book = restaurant.reservations_of(wish.phone_number)
            held = held_in(book, wish)
            if held is not None:
                return found(held)
            number = next((one["reservationNumber"] for one in book if one["date"] >= today()), None)
            if number is None:
                return rejected("none-to-change")

        key = intent_key(wish, number, generation)
        begun = records.begin(key)
        print(f"{key}: {begun}")
        if begun != "new" or not keys_are_honoured:
            held = held_in(restaurant.reservations_of(wish.phone_number), wish)
            if held is not None:
                if begun not in ("ended", "unreachable"):
                    records.end(key, found(held))
                return found(held)
            if begun == "ended":
                generation += 1
                continue
            if begun == "unreachable" or (begun == "in-progress" and not keys_are_honoured):
                return PENDING

        if sends == SENDS_MAX:
            return PENDING
        sends += 1
        outcome, what = restaurant.send(key, wish, number)
        print(f"{key}: {what if outcome == 'unknown' else outcome}")
        if outcome == "unknown":
            may_be_ours = True
            continue
        if outcome == "done":
            may_be_ours = True
            result = found(what)
        else:
            # What stands in the way may be the very reservation that the caller wishes for.
            held = None
            if what == "overlapping":
                held = held_in(restaurant.reservations_of(wish.phone_number), wish)
            result = rejected(what) if held is None else found(held)
        records.end(key, result)
        if begun == "new":
            return result


def held_in(book, wish):
    """The reservation that is as the caller wishes, if the book has one."""
    return next((one for one in book if {**one, **wish.seating} == one), None)
