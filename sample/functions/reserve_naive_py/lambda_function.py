"""Takes what the caller keyed in to the restaurant.

As many are written: it has no time-out of its own for the HTTP request, and nothing tells a second run from the first.
"""

import json
import os
import re
from datetime import date, datetime, timedelta, timezone
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

JAPAN = timezone(timedelta(hours=9))  # It has no summer time.


def lambda_handler(event, context):
    details = event["Details"]
    parameters = details["Parameters"]
    operation = parameters["operation"]
    phone_number = details["ContactData"]["CustomerEndpoint"]["Address"]
    wish = {
        "date": next_date(parameters["date"]),
        "time": clock_time(parameters["time"]),
        "partySize": int(parameters["partySize"]),
    }
    print(f"{operation} for {phone_number}: {wish['date']} {wish['time']}, party of {wish['partySize']}")

    if operation == "reserve":
        return result("reserved", restaurant("POST", "/reservations", {**wish, "phoneNumber": phone_number}))
    if operation == "change":
        number = next_reservation(phone_number)
        if number is None:
            return {"status": "none"}
        return result("changed", restaurant("PATCH", f"/reservations/{number}", wish))
    raise ValueError(f'The flow asks for "{operation}".')


def result(status, reservation):
    """What the flow can read as $.External: strings only."""
    if reservation is None:
        return {"status": "full"}
    keys = ("reservationNumber", "date", "time", "partySize", "table")
    return {"status": status, **{key: str(reservation[key]) for key in keys}}


def next_reservation(phone_number):
    """The number of the caller's next reservation."""
    reservations = restaurant("GET", "/reservations?" + urlencode({"phoneNumber": phone_number}))["reservations"]
    today = japanese_today().isoformat()
    return next((found["reservationNumber"] for found in reservations if found["date"] >= today), None)


def restaurant(method, path, body=None):
    """None: the restaurant has no table left. Any other refusal is an error."""
    request = Request(
        os.environ["RESTAURANT_API_URL"] + path,
        method=method,
        headers={"content-type": "application/json"},
        data=None if body is None else json.dumps(body).encode(),
    )
    try:
        with urlopen(request) as response:
            return json.load(response)
    except HTTPError as error:
        problem = error.read().decode()
        if "/problems/no-table" in problem:
            return None
        raise RuntimeError(f"The restaurant answered {error.code}: {problem}") from error


def next_date(month_and_day):
    """1224 is the next 24 December, today included."""
    if re.fullmatch(r"[0-9]{4}", month_and_day):
        today = japanese_today()
        for year in range(today.year, today.year + 9):  # Nine years, so that 0229 finds its leap year.
            try:
                candidate = date(year, int(month_and_day[:2]), int(month_and_day[2:]))
            except ValueError:
                continue
            if candidate >= today:
                return candidate.isoformat()
    raise ValueError(f'"{month_and_day}" is not a date.')


def clock_time(hour_and_minute):
    """1900 is 19:00."""
    return f"{hour_and_minute[:2]}:{hour_and_minute[2:]}"


def japanese_today():
    return datetime.now(JAPAN).date()
