"""The name of what the caller intends."""

import hashlib

from restaurant import version_of


def intent_key(wish, changed, generation):
    """The same for every attempt of Connect's, every round in the flow and every call in which the caller wishes for the
    same, and for no other wish. So nothing of the call is in it, and all of the wish; for a change also which
    reservation is to be changed, and which version of it where the API tells one.

    An intent that has come to its end (refused; or made, and cancelled since) and is wished for anew is another one, its
    next generation: under the old key the API would only say again what it said then.

    Hashed, for it goes through logs, and the caller's number has no business there. That makes it a pseudonym and nobody
    anonymous: there are few enough numbers and seatings to try them all.
    """
    parts = [wish.operation, wish.phone_number, named(changed), wish.date, wish.time, str(wish.party_size)]
    key = f"{wish.operation}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32]}"
    return key if generation == 1 else f"{key}-{generation}"


def named(changed):
    if changed is None:
        return ""
    number, version = version_of(changed)
    return number if version is None else f"{number}@{version}"
