import { all } from "../../journal/contacts.ts";
import type { JournalEvent } from "../../journal/event.ts";
import type { Finding } from "../../journal/findings/finding.ts";

/**
 * Where in the line a finding is at home: the Invoke blocks whose doing it rests on, and whether it took two calls.
 * One mistake of a line shows in thousands of runs, and always at the same place.
 */
export function placeOf({ evidence }: Finding, events: readonly JournalEvent[]): string {
  const ids = new Set(evidence.map(({ id }) => id));
  const attempts = new Set<string | undefined>();
  for (const event of events) {
    if (event.type === "attempt.started" || event.type === "attempt.finished")
      ids.has(event.id) && attempts.add(event.id);
    else if (event.type === "external.started") ids.has(event.id) && attempts.add(event.attemptId);
  }
  const invocations = new Set(
    all(events, "attempt.started")
      .filter(({ id }) => attempts.has(id))
      .map(({ invocationId }) => invocationId),
  );
  const blocks = all(events, "invocation.started").filter(({ id }) => ids.has(id) || invocations.has(id));
  const actions = [...new Set(blocks.map(({ action }) => action))].sort().join(", ") || "outside of any block";
  return new Set(blocks.map(({ contactId }) => contactId)).size > 1 ? `${actions}, by dialling again` : actions;
}
