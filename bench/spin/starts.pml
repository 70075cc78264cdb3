/*
 * The judge: an Invoke block, a function and Connect's retries, written from the rules and not from src/. Time goes
 * by in ticks of 50 ms, which is also how long Connect waits before a retry, and only when nobody has anything to do.
 * The API answers at any tick, or never; -DSILENT: never. The function is stopped by its own time-out.
 *
 * OURS: how often the function starts at most in the model of src/simulate/model, for each pair of time-outs.
 */
#define TICKS_A_SECOND 20
#define DELAY 1
#define STARTS_MAX 4

byte ours[64] = { OURS };

byte c, l; /* the block's time-out and the function's, in seconds */
short now;
byte starts;
bool over; /* the flow has gone on */
chan invoke = [0] of { bit };
chan ended = [0] of { bit }; /* 1: with an answer */

init {
  select (c : 1 .. 8);
  select (l : 1 .. 8);
  atomic { run block(); run function(); run time() }
}

proctype block() {
  bit answered;
  short retryAt;
  starts = 1;
  invoke!0;
  do
  :: now >= c * TICKS_A_SECOND -> break
  :: ended?answered ->
     retryAt = now + DELAY;
     if
     :: answered || starts == STARTS_MAX || retryAt >= c * TICKS_A_SECOND -> break
     :: else -> now >= retryAt; starts++; invoke!0
     fi
  od;
  over = true;
#ifdef SILENT
  assert(starts == ours[(c - 1) * 8 + l - 1])
#else
  assert(starts <= ours[(c - 1) * 8 + l - 1])
#endif
}

proctype function() {
  short startedAt, takes;
end:
  do
  :: invoke?_ ->
     startedAt = now;
     takes = l * TICKS_A_SECOND;
#ifndef SILENT
     select (takes : 0 .. l * TICKS_A_SECOND);
#endif
     now >= startedAt + takes || over;
     if
     :: ended!(takes < l * TICKS_A_SECOND)
     :: over
     fi
  od
}

proctype time() {
  do
  :: timeout ->
     if
     :: over -> break
     :: else -> now++
     fi
  od
}
