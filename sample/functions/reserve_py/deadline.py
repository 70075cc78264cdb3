"""What is left of the time in which the caller has to be answered, and how the steps share it."""

# The answer has to be there before the Invoke block gives up: after 8 s, Connect's most, of which a cold start may have
# taken 2 s before this clock began. Half a second is for the way there and back.
ANSWER_WITHIN_MS = 5_500

# And before Lambda ends the function: a function that is ended is invoked again.
RESERVE_MS = 1_500

# Too little for any request; with less there is no point in beginning one.
LEAST_MS = 100


class Deadline:
    def __init__(self, context):
        remaining_ms = context.get_remaining_time_in_millis()
        self._context = context
        self._ends_at_remaining_ms = max(RESERVE_MS, remaining_ms - ANSWER_WITHIN_MS)
        whole_ms = remaining_ms - self._ends_at_remaining_ms
        # One request to DynamoDB, with its second try: some 1.0 s where the function may take 7 s.
        self.record_ms = int(whole_ms * 0.18)
        # What is kept for one request to the restaurant: some 1.5 s.
        self.request_ms = int(whole_ms * 0.27)

    def left_ms(self):
        return self._context.get_remaining_time_in_millis() - self._ends_at_remaining_ms

    def time_for(self, most_ms, keep_ms=0):
        """The time for a step that takes so much at most, and leaves so much for those after it. Raises when that is none."""
        ms = int(min(most_ms, self.left_ms() - keep_ms))
        if ms < LEAST_MS:
            raise TimeoutError("There is no time left for the next step.")
        return ms

    def time_to_look(self, after_sending):
        """What a look into the book may take: all; before anything was sent, all but the record and a request."""
        return self.time_for(float("inf"), keep_ms=0 if after_sending else self.record_ms + self.request_ms)

    def time_to_send(self):
        """What a request that changes something may take: all but what it takes to find out what became of it. After a
        slow look that would be too little; then a third."""
        left_ms = self.left_ms()
        return self.time_for(max(left_ms - self.record_ms - self.request_ms, left_ms / 3))

    def time_to_wait(self, asked_ms):
        """How long to wait where the restaurant asks for it: not so long that a look and a request have no time."""
        return max(0, min(asked_ms, self.left_ms() - 2 * self.request_ms))
