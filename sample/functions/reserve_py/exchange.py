"""One HTTP request and its answer, within a time."""

import http.client
import time
from urllib.parse import urlsplit


def exchange(method, url, headers, body, timeout_ms):
    """The status and the body. Raises where there is no whole answer in time, and cuts the connection off then, so that
    nothing is sent any more. Follows no redirection: that would send the request a second time, elsewhere."""
    ends_at = time.monotonic() + timeout_ms / 1000

    def left():
        seconds = ends_at - time.monotonic()
        if seconds <= 0:
            raise TimeoutError(f"No answer within {timeout_ms} ms.")
        return seconds

    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=left())
    try:
        connection.connect()
        socket = connection.sock  # Its time-out is for each of its waits, so it gets what is left before each.
        socket.settimeout(left())
        path = parts.path or "/"
        connection.request(method, f"{path}?{parts.query}" if parts.query else path, body, headers)
        socket.settimeout(left())
        response = connection.getresponse()
        answer = b""
        while chunk := response.read1(65_536):
            answer += chunk
            socket.settimeout(left())
        if response.length:
            raise ConnectionError("The answer was cut off.")
        return response.status, answer
    finally:
        connection.close()
