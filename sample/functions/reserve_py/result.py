"""What came of a wish, as the flow can read it: strings only. The flow has words for each; there is none for an
exception, because there are no exceptions.

confirmed, already-confirmed: the reservation is in the restaurant's book: now, or it was there before we sent anything.
rejected: the restaurant did nothing, and that is certain. The reason is full, overlapping, none-to-change, invalid or
unknown-caller.
pending: not known yet. The next call finds out.
"""

PENDING = {"status": "pending"}


def rejected(reason):
    return {"status": "rejected", "reason": reason}


def reserved(status, reservation):
    names = ("reservationNumber", "date", "time", "partySize", "table")
    return {"status": status, **{name: str(reservation[name]) for name in names}}
