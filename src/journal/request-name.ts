import type { EventOf } from "./event.ts";

/** What people call a request: "POST /reservations", or "PutItem" where AWS has a name for it. */
export function requestName({
  operation,
  method,
  path,
}: Pick<EventOf<"external.started">, "operation" | "method" | "path">): string {
  return operation ?? `${method} ${path}`;
}
