"""One HTTP request and its answer, within a time."""

import http.client
import socket
import threading
from urllib.parse import urlsplit


def exchange(method, url, headers, body, timeout_ms):
    """The status, the headers and the body. Raises where there is no whole answer in time, and cuts the connection off
    then, so that nothing is sent any more. Follows no redirection: that would send the request a second time, elsewhere."""
    request = Request(method, url, headers, body, timeout_ms / 1000)
    request.start()
    request.join(timeout_ms / 1000)
    if request.answer is not None:
        return request.answer
    if request.error is not None:
        raise request.error
    request.give_up()
    raise TimeoutError(f"No answer within {timeout_ms} ms.")


class Request(threading.Thread):
    """In a thread of its own, because there is no other limit for the whole: a socket's time-out is for each of its
    waits, of which an answer that trickles has many and a name with many addresses has one each, and a name server has
    none at all."""

    def __init__(self, method, url, headers, body, timeout_s):
        super().__init__(daemon=True)  # It may wait for a name server long after it was given up.
        self._asked = (method, url, headers, body)
        self._timeout_s = timeout_s
        self._socket = None
        self._is_given_up = False
        self.answer = None
        self.error = None

    def run(self):
        try:
            self.answer = self._exchange(*self._asked)
        except Exception as error:
            self.error = error

    def _exchange(self, method, url, headers, body):
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        # Twice the time: it is to be given up, and not to end by itself in the same moment. But it is to end.
        connection = kind(parts.hostname, parts.port, timeout=2 * self._timeout_s)
        try:
            connection.connect()
            # First this, then the question; give_up() has it the other way round. So one of the two sees the other.
            self._socket = connection.sock
            if self._is_given_up:
                raise TimeoutError("Nobody waits any more.")
            path = parts.path or "/"
            connection.request(method, f"{path}?{parts.query}" if parts.query else path, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def give_up(self):
        """A connection that is only being made is not used when it is there."""
        self._is_given_up = True
        if self._socket is not None:
            try:
                # Past TLS, which would let go of its keys first, and have the thread write on without them.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                pass  # It is closed already.
