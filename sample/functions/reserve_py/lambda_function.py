"""Takes what the caller keyed in to the restaurant, at most once whatever fails, and always answers: an exception or a
time-out would have Connect invoke the function again, and tell the caller that it failed, whatever is true.

The same as ../reserve, with the same keys and the same records.
"""

import os
import time
import traceback
from datetime import datetime, timedelta

from deadline import Deadline
from fulfil import fulfil
from intent_record import IntentRecords
from restaurant import Restaurant
from result import PENDING, rejected
from wish import JAPAN, wish_of

# After this time a request that nobody answered is taken to be settled: done, as the book shows, or never to be done. It
# matters only for an API that does not honour keys, and is a window that such an API leaves: a request that it takes up
# later than this, after the book was read and did not have it, and the second one was sent. No API promises such a time,
# so it is chosen: gateways and proxies give up after 30 s to 60 s.
SETTLED_MS = 60_000


def lambda_handler(event, context):
    try:
        return answer(event, context)
    except Exception:
        traceback.print_exc()
        return PENDING


def answer(event, context):
    deadline = Deadline(context)
    contact_id = event["Details"]["ContactData"].get("ContactId")
    print(f"Contact {contact_id}")  # Its record has the rest: no log line has a number.
    wish = wish_of(event)
    if wish in ("invalid", "unknown-caller"):
        return rejected(wish)

    url = os.environ["RESTAURANT_API_URL"]
    keys_are_honoured = os.environ.get("RESTAURANT_API_KEYS") == "honoured"  # Safe where nobody says so.

    kept_for_ms = time_until_over(wish)
    records = IntentRecords(deadline, kept_for_ms, kept_for_ms if keys_are_honoured else SETTLED_MS)
    return fulfil(wish, Restaurant(url, deadline), records, keys_are_honoured)


def time_until_over(wish):
    """Until nobody can wish for this seating any more: the same keys mean the next year's day by then."""
    over = datetime.fromisoformat(wish.date).replace(tzinfo=JAPAN) + timedelta(days=2)
    return round((over.timestamp() - time.time()) * 1000)
