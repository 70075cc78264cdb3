import type { EventOf } from "./event.ts";

/** What people call a request: "POST /reservations", or "PutItem" where AWS has a name for it. */
export function requestName({ operation, method, path }: EventOf<"external.started">): string {
  return operation ?? `${method} ${path}`;
}
