"""The restaurant's API. No request outlasts its share of the deadline, and one that is given up is also cut off."""

import json
from urllib.parse import urlencode

from exchange import exchange

# The refusals that say for certain that nothing was done. /problems/request-in-progress is none of them.
REFUSALS = {
    "/problems/no-table": "full",
    "/problems/already-reserved": "overlapping",
    "/problems/no-such-reservation": "none-to-change",
    "/problems/invalid-request": "invalid",
}


class Restaurant:
    def __init__(self, url, deadline):
        self._url = url
        self._deadline = deadline

    def reservations_of(self, phone_number):
        """What the book has for a caller, the earliest first. Raises where that cannot be found out."""
        timeout_ms = self._deadline.time_for(self._deadline.read_ms)
        url = f"{self._url}/reservations?{urlencode({'phoneNumber': phone_number})}"
        status, answer = exchange("GET", url, {}, None, timeout_ms)
        body = json.loads(answer)
        book = body.get("reservations") if isinstance(body, dict) else None
        if status == 200 and isinstance(book, list) and all(is_reservation(one) for one in book):
            return book
        raise RuntimeError(f"The restaurant's book cannot be read: {status}")

    def send(self, key, wish, reservation_number):
        """Makes a reservation, or changes the one of this number. What became of it is ("done", reservation),
        ("refused", reason) or ("unknown", why): no answer, or one from which nobody can tell whether the restaurant did
        it, or will. Raises only where there is no time to send anything."""
        if reservation_number is None:
            method, path, body = "POST", "/reservations", {**wish.seating, "phoneNumber": wish.phone_number}
        else:
            method, path, body = "PATCH", f"/reservations/{reservation_number}", wish.seating
        timeout_ms = self._deadline.time_to_send()
        headers = {"content-type": "application/json", "idempotency-key": key}
        try:
            status, answer = exchange(method, self._url + path, headers, json.dumps(body).encode(), timeout_ms)
            return answer_of(status, json.loads(answer))
        except Exception as error:
            return "unknown", repr(error)


def answer_of(status, body):
    if 200 <= status < 300 and is_reservation(body):
        return "done", body
    problem = body.get("type") if isinstance(body, dict) else None
    if 400 <= status < 500 and problem in REFUSALS:
        return "refused", REFUSALS[problem]
    return "unknown", f"{status} {problem or ''}".strip()


def is_reservation(value):
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(field), str) for field in ("reservationNumber", "date", "time"))
        and all(isinstance(value.get(field), int) for field in ("partySize", "table"))
    )
