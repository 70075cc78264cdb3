"""
Puts a Python process into the bench's simulated time: python.py loads it before anything else.

The handler's clocks and waits count that time. It moves only when the bench says so, and the bench says so only when
this process has nothing to do: every thread is parked, in a sleep, a lock or a read. They speak over file descriptor 3,
JSON lines:

    bench    { elapsed, date, served, variables }     begin: the moment, the ports on which the bench serves this process
    bench    { to, date, ask }                        it is that late; report when all that is now due is done
    process  { ask, next, unfinished, connections }  nothing to do before the moment `next`
    process  { waits }                               parked, but on something that the bench does not serve

`elapsed`, `to` and `next` lie on a scale that never goes back; the date may be set back between two calls. The process
may be started long before it is to begin: up to then nothing of the handler's is loaded. Time is counted in whole
nanoseconds and agreed on in whole microseconds: in seconds with fractions a wait could end just before its time, and
would begin again for ever.
"""

import _thread
import collections
import datetime
import heapq
import itertools
import json
import os
import queue
import select
import selectors
import socket
import stat
import threading
import time
import weakref

CONTROL = 3

real_lock = _thread.allocate_lock
real_sleep = time.sleep
clock_names = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")
real_clocks = {name: getattr(time, name) for name in clock_names}
# Reentrant: a finaliser may run, and use a lock, anywhere.
guard = _thread.RLock()

served = frozenset()
start = 0
now = 0  # Nanoseconds, on a scale that never goes back.
date_ahead = 0  # How many nanoseconds the date is ahead of it.
ask = 0
last_report = b""
forked = False  # This is a copy that the process made of itself: it is on its own, in real time.
running = 1  # Threads that are not parked.
timed = []  # (due, order, wait): a heap of the waits with a time limit.
order = itertools.count()
reads = set()  # The waits for something to read or write.
connections = weakref.WeakKeyDictionary()


def nanoseconds(milliseconds):
    whole = int(milliseconds)
    return whole * 1_000_000 + round((milliseconds - whole) * 1_000) * 1_000


def date_ns():
    """Nanoseconds since the Unix epoch."""
    return now + date_ahead


def due_in(seconds):
    """The moment after so many seconds, up to the next whole microsecond."""
    return now + max(1, -(-round(seconds * 1_000_000_000) // 1_000)) * 1_000


class Wait:
    """One thread's. `result` says why it ended: True, or False when its time was over."""

    __slots__ = ("due", "result", "signal")

    def __init__(self, due):
        self.due = due
        self.result = None
        self.signal = real_lock()
        self.signal.acquire()

    def notify(self):
        self.signal.release()


class Read(Wait):
    """For file descriptors, each with the events of select.poll."""

    __slots__ = ("descriptors", "wake")

    def __init__(self, due, descriptors):
        self.due = due
        self.result = None
        self.descriptors = descriptors
        self.wake = os.pipe()

    def notify(self):
        os.write(self.wake[1], b"!")

    def poll(self):
        poll = select.poll()
        for descriptor, events in self.descriptors:
            poll.register(descriptor, events)
        return poll

    def ready(self):
        return bool(self.poll().poll(0))

    def wait(self, seconds):
        poll = self.poll()
        poll.register(self.wake[0], select.POLLIN)
        if not poll.poll(None if seconds is None else seconds * 1_000):
            self.result = False


def park(wait):
    """This thread does nothing until it is woken. Under the guard."""
    global running
    running -= 1
    if wait.due is not None:
        heapq.heappush(timed, (wait.due, next(order), wait))
    settle()


def wake(wait, result):
    """Under the guard."""
    global running
    wait.result = result
    running += 1
    wait.notify()


def settle():
    """When all threads are parked: wakes the first that is due, that one alone, so that runs repeat themselves; or reports."""
    if running > 0 or forked:
        return
    while timed and (timed[0][2].result is not None or timed[0][0] <= now):
        wait = heapq.heappop(timed)[2]
        if wait.result is None:
            wake(wait, False)
            return
    if not any(read.ready() for read in reads):
        report()


def report():
    global last_report
    waiting = {descriptor for read in reads for descriptor, events in read.descriptors if events & select.POLLIN}
    lines, waits = [], []
    for sock, connection in list(connections.items()):
        descriptor = sock.fileno()
        if descriptor < 0 or not connection.named(sock):
            continue
        if connection.remote in served:
            reading = descriptor in waiting
            lines.append([connection.local, connection.remote, connection.read, connection.written, reading])
        elif connection.asks and descriptor in waiting:
            waits.append("an answer from " + connection.host)
    for descriptor in waiting:
        if not is_socket(descriptor):
            waits.append("a pipe, as to a child process")
    if waits:
        line = {"waits": waits}
    else:
        line = {"ask": ask, "next": milliseconds(timed[0][0]) if timed else None}
        line |= {"unfinished": bool(timed), "connections": lines}
    text = json.dumps(line).encode()
    if text != last_report:
        os.write(CONTROL, text + b"\n")
    last_report = text


def milliseconds(moment):
    return moment // 1_000_000 if moment % 1_000_000 == 0 else moment / 1_000_000


def is_socket(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return True  # It has just been closed.


def listen(control):
    """The thread that is told the time."""
    global now, date_ahead, ask, last_report
    with control:
        for line in control:
            message = json.loads(line)
            with guard:
                now = max(now, nanoseconds(message["to"]))
                date_ahead = nanoseconds(message["date"]) - nanoseconds(message["to"])
                ask = message["ask"]
                last_report = b""
                settle()
    os._exit(1)  # The bench has gone.


# Sleeps and locks.


def sleep(seconds):
    if seconds <= 0 or forked:
        real_sleep(seconds)
        return
    wait = Wait(due_in(seconds))
    with guard:
        park(wait)
    wait.signal.acquire()


class Lock:
    """threading.Lock. Whoever has waited longest is given it when it is released."""

    __slots__ = ("_held", "_waits", "__weakref__")

    def __init__(self):
        self._at_fork_reinit()

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        with guard:
            if not self._held:
                self._held = True
                return True
            if not blocking or timeout == 0:
                return False
            wait = Wait(None if timeout == -1 else due_in(timeout))
            self._waits.append(wait)
            park(wait)
        if not forked or timeout == -1:
            wait.signal.acquire()
        elif not wait.signal.acquire(timeout=timeout):
            wait.result = False
        return wait.result

    def release(self):
        with guard:
            if not self._held:
                raise RuntimeError("release unlocked lock")
            while self._waits:
                wait = self._waits.popleft()
                if wait.result is None:
                    wake(wait, True)
                    return
            self._held = False

    def locked(self):
        return self._held

    def _at_fork_reinit(self):
        self._held = False
        self._waits = collections.deque()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *_):
        self.release()

    acquire_lock, release_lock, locked_lock = acquire, release, locked


# Threads.


def counted(start_thread):
    """A thread runs from before its start on, so that nobody thinks that all are parked."""

    def start_counted(function, *others, **named):
        global running
        ended = Lock()
        ended.acquire()
        thread = getattr(function, "__self__", None)
        if isinstance(thread, threading.Thread):
            thread._ringonce_ended = ended

        def run(*arguments, **named):
            global running
            try:
                function(*arguments, **named)
            finally:
                with guard:
                    ended.release()
                    running -= 1
                    settle()

        with guard:
            running += 1
        try:
            return start_thread(run, *others, **named)
        except BaseException:
            with guard:
                running -= 1
            raise

    return start_counted


def join_simulated(join):
    def join_thread(self, timeout=None):
        ended = getattr(self, "_ringonce_ended", None)
        if ended is not None and self is not threading.current_thread():
            if not ended.acquire(timeout=-1 if timeout is None else max(0, timeout)):
                return
            ended.release()
        join(self)

    return join_thread


# Sockets.


class Connection:
    __slots__ = ("local", "remote", "host", "read", "written", "asks")

    def __init__(self):
        self.local = self.remote = self.read = self.written = 0
        self.host = ""
        self.asks = False  # The last word is ours.

    def named(self, sock):
        if self.remote == 0:
            try:
                self.host, self.remote = sock.getpeername()[:2]
                self.local = sock.getsockname()[1]
                self.host = f"{self.host}:{self.remote}"
            except OSError:
                return False
        return True


def await_descriptors(descriptors, seconds):
    """Whether one of them is ready before so many seconds have passed; None is for ever."""
    global running
    wait = Read(None if seconds is None else due_in(seconds), descriptors)
    try:
        with guard:
            if wait.ready():
                return True
            reads.add(wait)
            park(wait)
        wait.wait(seconds if forked else None)
        with guard:
            reads.discard(wait)
            if wait.result is None:
                wait.result = True
                running += 1
            return wait.result
    finally:
        os.close(wait.wake[0])
        os.close(wait.wake[1])


def await_readable(sock):
    seconds = sock.gettimeout()
    if seconds != 0 and not await_descriptors([(sock.fileno(), select.POLLIN)], seconds):
        raise TimeoutError("timed out")


def connecting(name):
    connect = getattr(socket.socket, name)

    def method(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and self.type == socket.SOCK_STREAM:
            connections[self] = Connection()
        return connect(self, address)

    return method


def reading(name, length):
    read = getattr(socket.socket, name)

    def method(self, *arguments, **named):
        await_readable(self)
        result = read(self, *arguments, **named)
        connection = connections.get(self)
        if connection is not None:
            connection.read += length(result)
            connection.asks = False
        return result

    return method


def writing(name, length):
    write = getattr(socket.socket, name)

    def method(self, *arguments):
        result = write(self, *arguments)
        connection = connections.get(self)
        if connection is not None:
            connection.written += length(result, arguments)
            connection.asks = True
        return result

    return method


def selecting(select_really):
    masks = ((selectors.EVENT_READ, select.POLLIN), (selectors.EVENT_WRITE, select.POLLOUT))

    def method(self, timeout=None):
        ready = select_really(self, 0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        keys = self.get_map().values()
        descriptors = [(key.fd, sum(mask for event, mask in masks if key.events & event)) for key in keys]
        return select_really(self, 0) if await_descriptors(descriptors, timeout) else []

    return method


# Clocks.


def install_clocks():
    base = time.monotonic_ns() // 1_000 * 1_000

    def elapsed_ns():
        return base + now - start

    def seconds():
        return date_ns() / 1_000_000_000

    def elapsed():
        return elapsed_ns() / 1_000_000_000

    def at_present(function):
        return lambda moment=None: function(seconds() if moment is None else moment)

    real_strftime, real_asctime = time.strftime, time.asctime
    time.sleep = sleep
    time.time, time.time_ns = seconds, date_ns
    time.monotonic = time.perf_counter = elapsed
    time.monotonic_ns = time.perf_counter_ns = elapsed_ns
    time.localtime, time.gmtime, time.ctime = map(at_present, (time.localtime, time.gmtime, time.ctime))
    time.strftime = lambda form, moment=None: real_strftime(form, time.localtime() if moment is None else moment)
    time.asctime = lambda moment=None: real_asctime(time.localtime() if moment is None else moment)
    real_clock_gettime_ns = time.clock_gettime_ns
    elapsing = {getattr(time, name, None) for name in ("CLOCK_MONOTONIC", "CLOCK_MONOTONIC_RAW", "CLOCK_BOOTTIME")}

    def clock_gettime_ns(clock):
        if clock == time.CLOCK_REALTIME:
            return date_ns()
        return elapsed_ns() if clock in elapsing else real_clock_gettime_ns(clock)

    time.clock_gettime_ns = clock_gettime_ns
    time.clock_gettime = lambda clock: clock_gettime_ns(clock) / 1_000_000_000

    install_dates()


def install_dates():
    real_date, real_datetime = datetime.date, datetime.datetime

    def like(real):
        """isinstance and issubclass do not tell the two apart."""

        class Like(type):
            def __instancecheck__(cls, instance):
                return cls.__subclasscheck__(type(instance))

            def __subclasscheck__(cls, other):
                return issubclass(other, real) if cls.__name__ == real.__name__ else type.__subclasscheck__(cls, other)

        return Like

    class date(real_date, metaclass=like(real_date)):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    class SimulatedDatetime(real_datetime, metaclass=like(real_datetime)):
        @classmethod
        def now(cls, tz=None):
            epoch = real_datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
            exact = epoch + datetime.timedelta(microseconds=date_ns() // 1_000)
            local = exact.astimezone(tz)
            return cls.combine(local.date(), local.timetz() if tz is not None else local.time())

        @classmethod
        def utcnow(cls):
            return cls.now(datetime.timezone.utc).replace(tzinfo=None)

        @classmethod
        def today(cls):
            return cls.now()

    SimulatedDatetime.__name__ = SimulatedDatetime.__qualname__ = "datetime"
    for each in (date, SimulatedDatetime):
        each.__module__ = "datetime"
    datetime.date, datetime.datetime = date, SimulatedDatetime


def leave():
    """In a copy of the process: the bench knows nothing of it."""
    global forked
    forked = True
    os.close(CONTROL)
    for name, clock in real_clocks.items():
        setattr(time, name, clock)


def install():
    """Waits until the process is to begin."""
    global start, now, date_ahead, served
    os.set_inheritable(CONTROL, False)
    control = os.fdopen(os.dup(CONTROL), "rb")
    line = control.readline()
    if not line:
        os._exit(1)  # The bench has gone.
    beginning = json.loads(line)
    os.environ.update(beginning["variables"])
    start = now = nanoseconds(beginning["elapsed"])
    date_ahead = nanoseconds(beginning["date"]) - now
    served = frozenset(beginning["served"])

    install_clocks()
    threading._time = time.monotonic
    queue.time = time.monotonic
    threading.Lock = threading._allocate_lock = Lock
    threading._CRLock = None  # threading has an RLock in Python too, on these locks.
    if hasattr(queue, "_PySimpleQueue"):
        queue.SimpleQueue = queue._PySimpleQueue
    for name in ("_start_new_thread", "_start_joinable_thread"):
        if hasattr(threading, name):
            setattr(threading, name, counted(getattr(threading, name)))
    threading.Thread.join = join_simulated(threading.Thread.join)

    first = lambda result: len(result[0])
    count = lambda result: result
    for name, length in {"recv": len, "recv_into": count, "recvfrom": first, "recvmsg": first}.items():
        setattr(socket.socket, name, reading(name, length))
    sent = lambda result, _: result
    whole = lambda _, arguments: memoryview(arguments[0]).nbytes
    for name, length in {"send": sent, "sendmsg": sent, "sendall": whole}.items():
        setattr(socket.socket, name, writing(name, length))
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, connecting(name))
    for name in ("SelectSelector", "PollSelector", "EpollSelector", "DevpollSelector", "KqueueSelector"):
        if hasattr(selectors, name):
            selector = getattr(selectors, name)
            selector.select = selecting(selector.select)

    os.register_at_fork(after_in_child=leave)
    _thread.start_new_thread(listen, (control,))
