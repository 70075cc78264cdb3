import type { CallMessage } from "../page/protocol.ts";
import type { Line } from "./line.ts";
import type { Phones } from "./phone-routes.ts";
import type { WatchRoute } from "./watching.ts";

/** A call, as it goes on. As long as somebody follows it its phone is attended. */
export function followRoute({ calls }: Line, phones: Phones): WatchRoute {
  return {
    path: "/calls/:id/events",
    watch: (watcher, named, query) => {
      const contactId = named("id");
      const tell = (message: CallMessage) => watcher.tell(message);
      const after = Number(query.get("after"));
      const stop = calls.follow(contactId, Number.isSafeInteger(after) ? after : 0, {
        event: (event, index) => tell({ type: "event", index, event }),
        over: () => {
          tell({ type: "over" });
          watcher.end();
        },
      });
      if (stop === undefined) {
        tell({ type: "unknown" });
        watcher.end();
        return () => {};
      }
      const leave = phones.get(contactId)?.attend();
      return () => {
        stop();
        leave?.();
      };
    },
  };
}
