import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import { isLost } from "./line.ts";

/**
 * A connection that was lost is made again after so long, and after twice as long each time that it fails: a server that
 * is started anew is there soon, one that is gone is not asked all the time. Chosen.
 */
const againMs: Millis = 500;
const againMsMax: Millis = 5_000;

export interface WatchOptions<Message> {
  readonly clock: Clock;
  /** Where it is to be watched, from what has been seen on. Asked anew for each connection. */
  readonly address: () => string;
  readonly read: (message: Message) => void;
  /** The connection that was lost is there again. */
  readonly again?: () => void;
}

/** Watches something of the server's until the returned function is called, however often the connection is lost. */
export function watch<Message>({ clock, address, read, again }: WatchOptions<Message>): Cancel {
  let isWanted = true;
  let isFailing = false;
  let wasLost = false;
  let waitMs = againMs;
  let leave: Cancel = () => {};
  const connect = () => {
    const socket = new WebSocket(location.origin.replace(/^http/, "ws") + address());
    leave = () => socket.close();
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      isFailing = false;
      waitMs = againMs;
      isLost.value = false;
      if (wasLost) again?.();
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      if (isWanted) read(JSON.parse(data));
    };
    socket.onclose = () => {
      if (!isWanted) return;
      wasLost = true;
      // Once, the connection alone may have been lost; and who has closed the notice need not see it again.
      if (!wasOpen && !isFailing) isLost.value = isFailing = true;
      leave = clock.after(waitMs, connect);
      waitMs = Math.min(waitMs * 2, againMsMax);
    };
  };
  connect();
  return () => {
    isWanted = false;
    leave();
  };
}
