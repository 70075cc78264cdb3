"""What is left of the time in which the caller has to be answered, and how the steps share it."""

# The answer has to be there before the Invoke block gives up: after 8 s, Connect's most, of which a cold start may have
# taken 2 s before this clock began. Half a second is for the way there and back.
ANSWER_WITHIN_MS = 5_500

# And before Lambda ends the function: a function that is ended is invoked again.
RESERVE_MS = 1_500

# Too little for any request; with less there is no point in beginning one.
LEAST_MS = 100


class Deadline:
    """7 s, below, is the function's time-out."""

    def __init__(self, context):
        remaining_ms = context.get_remaining_time_in_millis()
        self._context = context
        self._ends_at_remaining_ms = max(RESERVE_MS, remaining_ms - ANSWER_WITHIN_MS)
        whole_ms = remaining_ms - self._ends_at_remaining_ms
        # What one request to DynamoDB may take, with its second try: 1.0 s of 7 s.
        self._record_ms = int(whole_ms * 0.18)
        # What is kept for one request to the restaurant that has to follow: 1.5 s of 7 s. It may take more where there is
        # more.
        self._request_ms = int(whole_ms * 0.27)

    def time_to_record(self):
        """For a request to DynamoDB, with its second try."""
        return enough(min(self._record_ms, self._left_ms()))

    def time_to_look(self, has_sent):
        """For a look into the book: all that is left; but what is needed to send something, where nothing has been sent
        yet."""
        return enough(self._left_ms() - (0 if has_sent else self._record_ms + self._request_ms))

    def time_to_send(self):
        """For a request that changes something: all but what it takes to find out, afterwards, what became of it. An API
        that has been slow before will be slow then too: so it gets a third of what is left, and that look two thirds."""
        left_ms = self._left_ms()
        return enough(max(left_ms - self._record_ms - self._request_ms, left_ms / 3))

    def time_to_wait(self, asked_ms):
        """Of the time that the restaurant asks us to wait, what leaves enough for a look and a request."""
        return max(0, min(asked_ms, self._left_ms() - 2 * self._request_ms))

    def _left_ms(self):
        return self._context.get_remaining_time_in_millis() - self._ends_at_remaining_ms


def enough(ms):
    if ms < LEAST_MS:
        raise TimeoutError("There is no time left for the next step.")
    return int(ms)
