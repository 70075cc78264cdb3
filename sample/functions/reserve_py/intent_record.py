"""The records of intents, in DynamoDB, in the form of Powertools' idempotency and under its conditions, so that of two
runs at most one finds an intent "new", whatever language they are written in.

begin() says what the record says of an intent that a run takes up:
  new           nobody has sent its request; this run may
  in-progress   a run has sent it, or was about to, and nobody has written down what became of it
  ended         it was done; it may have been undone since
  refused       it was not done, and never will be
  unreachable   DynamoDB does not say

A run that does not know how it ended leaves the record as it is, in progress, which is also what a run leaves that is
killed; so the next run needs one rule for both (fulfil.py).
"""

import base64
import hashlib
import json
import math
import os
import time

import dynamodb


class IntentRecords:
    def __init__(self, deadline, kept_for_ms, in_progress_ms):
        """kept_for_ms: until nobody can have this intent any more: were the record gone before, the API would answer under
        the old key with what was true then. in_progress_ms: how long an intent stays in progress when nobody ends it;
        after that it is new again."""
        self._table = os.environ.get("RESERVATION_INTENTS_TABLE") or "reservation-intents"
        self._deadline = deadline
        self._kept_for_ms = kept_for_ms
        self._in_progress_ms = in_progress_ms

    def begin(self, key):
        return self._asked(key, self._put_in_progress)

    def look_up(self, key):
        """What begin() would say, without beginning."""
        return self._asked(key, self._saved)

    def end(self, key, result):
        """Writes down what became of an intent. Where that fails it stays in progress, and the next run looks for itself."""
        try:
            self._twice(lambda timeout_ms: self._update_completed(key, result, timeout_ms))
        except Exception as error:
            print(f"The record of {key} stays in progress: {error!r}")

    def _asked(self, key, ask):
        try:
            return self._twice(lambda timeout_ms: ask(key, timeout_ms))
        except Exception as error:
            print(f"The record of {key} cannot be reached: {error!r}")
            return "unreachable"

    def _put_in_progress(self, key, timeout_ms):
        now_ms = round(time.time() * 1000)
        request = {
            "TableName": self._table,
            "Item": {
                "id": {"S": record_id(key)},
                "expiration": {"N": str(self._expiration())},
                "status": {"S": "INPROGRESS"},
                "in_progress_expiration": {"N": str(now_ms + self._in_progress_ms)},
            },
            "ConditionExpression": "attribute_not_exists(#id) OR #expiry < :now OR (#status = :inprogress"
            " AND attribute_exists(#in_progress_expiry) AND #in_progress_expiry < :now_in_millis)",
            "ExpressionAttributeNames": {
                "#id": "id",
                "#expiry": "expiration",
                "#status": "status",
                "#in_progress_expiry": "in_progress_expiration",
            },
            "ExpressionAttributeValues": {
                ":now": {"N": str(now_ms / 1000)},
                ":now_in_millis": {"N": str(now_ms)},
                ":inprogress": {"S": "INPROGRESS"},
            },
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        try:
            dynamodb.call("PutItem", request, timeout_ms)
            return "new"
        except dynamodb.ConditionalCheckFailed as existing:
            # DynamoDB gives it with its refusal; a local one may not.
            return status_of(existing.item or self._item(key, timeout_ms))

    def _update_completed(self, key, result, timeout_ms):
        request = {
            "TableName": self._table,
            "Key": {"id": {"S": record_id(key)}},
            "UpdateExpression": "SET #expiry = :expiry, #status = :status, #response_data = :response_data",
            "ExpressionAttributeNames": {
                "#expiry": "expiration",
                "#status": "status",
                "#response_data": "data",
            },
            "ExpressionAttributeValues": {
                ":expiry": {"N": str(self._expiration())},
                ":status": {"S": "COMPLETED"},
                ":response_data": {"M": {name: {"S": str(value)} for name, value in result.items()}},
            },
        }
        dynamodb.call("UpdateItem", request, timeout_ms)

    def _saved(self, key, timeout_ms):
        now_ms = time.time() * 1000
        item = self._item(key, timeout_ms)
        if item is None or int(item["expiration"]["N"]) < now_ms / 1000:
            return "new"
        status = status_of(item)
        is_over = status == "in-progress" and int(item["in_progress_expiration"]["N"]) < now_ms
        return "new" if is_over else status

    def _item(self, key, timeout_ms):
        request = {"TableName": self._table, "Key": {"id": {"S": record_id(key)}}, "ConsistentRead": True}
        return dynamodb.call("GetItem", request, timeout_ms).get("Item")

    def _expiration(self):
        return math.ceil(time.time() + self._kept_for_ms / 1000)

    def _twice(self, request):
        """Once more if there is no answer."""
        timeout_ms = self._deadline.time_to_record() // 2
        try:
            return request(timeout_ms)
        except Exception:
            return request(timeout_ms)


def status_of(item):
    if item["status"] != {"S": "COMPLETED"}:
        return "in-progress"
    return "refused" if item["data"]["M"]["status"] == {"S": "rejected"} else "ended"


def record_id(key):
    """As Powertools makes it: a prefix, and a hash of the key as JSON."""
    digest = hashlib.md5(json.dumps(key).encode(), usedforsecurity=False).digest()
    return f"reservation#{base64.b64encode(digest).decode()}"
