import type { ContactRecord } from "../../journal/contacts.ts";
import type { Finding } from "../../journal/findings/finding.ts";

/** What went wrong at each visit of an Action, by the id of its action.started: findings rest on what an Invoke block did. */
export function findingsByVisit(
  { events, attempts, externals }: ContactRecord,
  found: readonly Finding[],
): ReadonlyMap<string, readonly Finding[]> {
  const visitOf = new Map<string, string>();
  let visit: string | undefined;
  for (const event of events) {
    if (event.type === "action.started") visit = event.id;
    if (event.type === "invocation.started" && visit !== undefined) visitOf.set(event.id, visit);
  }
  const inherit = (id: string, from: string | undefined) => {
    const of = from === undefined ? undefined : visitOf.get(from);
    if (of !== undefined) visitOf.set(id, of);
  };
  for (const { started } of attempts) inherit(started.id, started.invocationId);
  for (const { started } of externals) inherit(started.id, started.attemptId);
  const marks = new Map<string, Set<Finding>>();
  for (const finding of found) {
    for (const { id } of finding.evidence) {
      const of = visitOf.get(id);
      if (of !== undefined) marks.set(of, (marks.get(of) ?? new Set()).add(finding));
    }
  }
  return new Map([...marks].map(([id, findings]) => [id, [...findings]]));
}
