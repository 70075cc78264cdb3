"""What the caller wants, as the restaurant's API puts it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))  # It has no summer time.


@dataclass(frozen=True)
class Wish:
    operation: str  # "reserve" or "change"
    phone_number: str  # E.164
    date: str  # YYYY-MM-DD, in Japan
    time: str  # HH:MM, in Japan
    party_size: int

    @property
    def seating(self):
        return {"date": self.date, "time": self.time, "partySize": self.party_size}


def wish_of(event):
    """The wish in an event, or why there is none: keys that mean nothing, or a caller who withholds the number."""
    details = event["Details"]
    parameters = details["Parameters"]
    operation = parameters.get("operation")
    if operation not in ("reserve", "change"):
        return "invalid"
    phone_number = (details["ContactData"].get("CustomerEndpoint") or {}).get("Address") or ""
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", phone_number):
        return "unknown-caller"

    time = re.fullmatch(r"([0-9]{2})([0-9]{2})", parameters.get("time", ""))
    day = next_date(parameters.get("date", ""))
    party_size = parameters.get("partySize", "")
    if day is None or time is None or not re.fullmatch(r"[1-9][0-9]?", party_size):
        return "invalid"
    return Wish(operation, phone_number, day, f"{time[1]}:{time[2]}", int(party_size))


def now():
    return datetime.now(JAPAN)


def today():
    """Today in Japan, as YYYY-MM-DD."""
    return now().date().isoformat()


def next_date(month_and_day):
    """1224 is the next 24 December, today included."""
    if not re.fullmatch(r"[0-9]{4}", month_and_day):
        return None
    first = now().date()
    for year in range(first.year, first.year + 9):  # Nine years, so that 0229 finds its leap year.
        try:
            candidate = date(year, int(month_and_day[:2]), int(month_and_day[2:]))
        except ValueError:
            continue
        if candidate >= first:
            return candidate.isoformat()
    return None
