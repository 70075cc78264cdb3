"""DynamoDB's HTTP API with Signature Version 4. Lambda's Python runtimes ship boto3, which would do all of this; the
bench runs the Python of the machine, which need not have it, so this is the standard library alone.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
import json
import os
from datetime import datetime, timezone
from urllib.parse import urlsplit

from exchange import exchange


class ConditionalCheckFailed(Exception):
    """The item is not as the condition wants it. `item` is how it is."""

    def __init__(self, item):
        super().__init__("The conditional request failed")
        self.item = item


def call(operation, request, timeout_ms):
    """One operation, such as PutItem, in DynamoDB's own JSON. Raises where it was not done, or is not known to be."""
    region = os.environ["AWS_REGION"]
    url = os.environ.get("AWS_ENDPOINT_URL_DYNAMODB") or f"https://dynamodb.{region}.amazonaws.com"
    body = json.dumps(request).encode()
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": urlsplit(url).netloc,
        "x-amz-target": f"DynamoDB_20120810.{operation}",
    }
    status, _, answer = exchange("POST", url, signed(headers, body, region), body, timeout_ms)
    if status == 200:
        return json.loads(answer)
    error = json.loads(answer)
    if error.get("__type", "").endswith("#ConditionalCheckFailedException"):
        raise ConditionalCheckFailed(error.get("Item"))
    raise RuntimeError(f"DynamoDB refused {operation}: {status} {error.get('__type')} {error.get('message')}")


def signed(headers, body, region):
    """The headers of a POST to the root of the service, with the signature that goes with them."""
    moment = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {**headers, "x-amz-date": moment}
    token = os.environ.get("AWS_SESSION_TOKEN")
    if token:
        headers["x-amz-security-token"] = token

    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = f"POST\n/\n\n{lines}\n{names}\n{hashlib.sha256(body).hexdigest()}"

    scope = f"{moment[:8]}/{region}/dynamodb/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{os.environ['AWS_SECRET_ACCESS_KEY']}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    credential = f"{os.environ['AWS_ACCESS_KEY_ID']}/{scope}"
    authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    return {**headers, "authorization": authorization}
