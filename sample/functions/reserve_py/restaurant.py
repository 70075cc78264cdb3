"""The restaurant's API. No request outlasts its share of the deadline, and one that is given up is also cut off."""

import json
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from exchange import exchange

# The refusals that say for certain that nothing was done. /problems/request-in-progress is none of them.
REFUSALS = {
    "/problems/no-table": "full",
    "/problems/already-reserved": "overlapping",
    "/problems/no-such-reservation": "none-to-change",
    "/problems/invalid-request": "invalid",
}


@dataclass(frozen=True)
class Answer:
    """What became of a request that changes something.

    done: `reservation` is how it is now. refused: for `reason`. changed-since: nothing was done, since the reservation is
    not any more as the book said. unknown: no answer, or one from which nobody can tell whether the restaurant did it, or
    will; `reason` says why not.
    """

    outcome: str
    reservation: dict | None = None
    reason: str = ""
    is_replayed: bool = False  # It was given before, to an earlier request of this key.
    retry_after_ms: int = 0


class Restaurant:
    def __init__(self, url, deadline):
        if not urlsplit(url).hostname:
            raise ValueError("The address of the restaurant's API is none.")
        self._url = url
        self._deadline = deadline
        self._has_sent = False

    def reservations_of(self, phone_number):
        """What the book has for a caller, the earliest first. Raises where that cannot be found out."""
        timeout_ms = self._deadline.time_to_look(self._has_sent)
        url = f"{self._url}/reservations?{urlencode({'phoneNumber': phone_number})}"
        try:
            status, _, text = exchange("GET", url, {}, None, timeout_ms)
        except Exception as error:
            # Without its words: of an address that is wrong they have all, also the caller's number.
            raise RuntimeError(f"The restaurant's book cannot be read: {type(error).__name__}") from None
        body = parsed(text)
        book = body.get("reservations") if isinstance(body, dict) else None
        if status == 200 and isinstance(book, list) and all(is_reservation(one) for one in book):
            return book
        raise RuntimeError(f"The restaurant's book cannot be read: {status}")

    def send(self, key, wish, changed):
        """Makes a reservation, or changes one. Raises only where there is no time to send anything."""
        # The key is a String of Structured Fields, as the header's draft wants it.
        headers = {"content-type": "application/json", "idempotency-key": f'"{key}"'}
        if changed is None:
            method, path, body = "POST", "/reservations", {**wish.seating, "phoneNumber": wish.phone_number}
        else:
            method, path, body = "PATCH", f"/reservations/{changed['reservationNumber']}", wish.seating
            if changed.get("version") is not None:
                headers["if-match"] = f'"{changed["version"]}"'
        timeout_ms = self._deadline.time_to_send()
        self._has_sent = True
        try:
            return answer_of(*exchange(method, self._url + path, headers, json.dumps(body).encode(), timeout_ms))
        except Exception as error:
            return Answer("unknown", reason=repr(error))

    def wait(self, asked_ms):
        """Waits, as an answer has asked, as far as there is time for it."""
        time.sleep(self._deadline.time_to_wait(asked_ms) / 1000)


def answer_of(status, headers, text):
    body = parsed(text)
    is_replayed = headers.get("idempotent-replayed") == "true"
    if 200 <= status < 300 and is_reservation(body):
        return Answer("done", body, is_replayed=is_replayed)
    problem = body.get("type") if isinstance(body, dict) else None
    if status == 412 and problem == "/problems/changed-since":
        return Answer("changed-since")
    if 400 <= status < 500 and problem in REFUSALS:
        return Answer("refused", reason=REFUSALS[problem], is_replayed=is_replayed)
    retry_after = re.fullmatch(r"[0-9]{1,4}", headers.get("retry-after", ""))  # Or a date, which is not worth a wait.
    return Answer(
        "unknown",
        reason=f"{status} {problem or ''}".strip(),
        retry_after_ms=int(retry_after[0]) * 1000 if retry_after else 0,
    )


def parsed(text):
    """None where it is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def is_reservation(value):
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(field), str) for field in ("reservationNumber", "date", "time"))
        and all(isinstance(value.get(field), int) for field in ("partySize", "table"))
        and isinstance(value.get("version") or 0, int)
    )


def version_of(reservation):
    """Another one after each change. An API that knows no keys may know no versions either: then that is None."""
    return reservation["reservationNumber"], reservation.get("version")
