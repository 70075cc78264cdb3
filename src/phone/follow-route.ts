import type { CallMessage } from "../page/protocol.ts";
import type { Phones } from "./phones.ts";
import type { WatchRoute } from "./watching.ts";

/** A call, as it goes on. As long as somebody follows it its phone is attended. */
export function followRoute(phones: Phones): WatchRoute {
  return {
    path: "/calls/:id/events",
    watch: (watcher, named, query) => {
      const contactId = named("id");
      const tell = (message: CallMessage) => watcher.tell(message);
      const after = Number(query.get("after"));
      const stop = phones.callsWith(contactId).follow(contactId, Number.isSafeInteger(after) ? after : 0, {
        event: (event, index) => tell({ type: "event", index, event }),
        over: (problem) => {
          tell({ type: "over", problem });
          watcher.end();
        },
      });
      if (stop === undefined) {
        tell({ type: "unknown" });
        watcher.end();
        return () => {};
      }
      const leave = phones.get(contactId)?.attend();
      const stopTelling = phones.watchTime(contactId, (now, speed) => tell({ type: "time", now, speed }));
      return () => {
        stop();
        stopTelling();
        leave?.();
      };
    },
  };
}
