"""What the caller wants, as the restaurant's API puts it."""

import re
import time as clock
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

    hour_and_minute = re.fullmatch(r"([0-9]{2})([0-9]{2})", parameters.get("time", ""))
    party_size = parameters.get("partySize", "")
    if hour_and_minute is None or not re.fullmatch(r"[1-9][0-9]?", party_size):
        return "invalid"
    time = f"{hour_and_minute[1]}:{hour_and_minute[2]}"
    day = next_date(parameters.get("date", ""), time)
    if day is None:
        return "invalid"
    return Wish(operation, phone_number, day, time, int(party_size))


def is_to_come(date, time):
    """Whether this moment, in Japan, is still to come."""
    return f"{date}T{time}" > now().strftime("%Y-%m-%dT%H:%M")


def next_date(month_and_day, time):
    """1224 at 19:00 is the next 24 December at 19:00: today's, as long as that is still to come."""
    if not re.fullmatch(r"[0-9]{4}", month_and_day):
        return None
    first = now().year
    for year in range(first, first + 9):  # Nine years, so that 0229 finds its leap year.
        try:
            candidate = date(year, int(month_and_day[:2]), int(month_and_day[2:])).isoformat()
        except ValueError:
            continue
        if is_to_come(candidate, time):
            return candidate
    return None


def now():
    return datetime.fromtimestamp(clock.time(), JAPAN)
