import type { ContactRecord, ExternalRecord } from "../contacts.ts";
import { evidence, type Finding, seconds } from "./finding.ts";
import { isUnsafe, nameOf, reached } from "./requests.ts";

/** A request that changes something reached the API more than once in one contact, asking for the same thing. */
export function duplicateExecutions(contact: ContactRecord): readonly Finding[] {
  const byMeaning = new Map<string, ExternalRecord[]>();
  for (const request of contact.externals) {
    if (!isUnsafe(request) || !reached(request)) continue;
    const key = `${request.started.external} ${request.started.meaning}`;
    const same = byMeaning.get(key);
    if (same === undefined) byMeaning.set(key, [request]);
    else same.push(request);
  }
  return [...byMeaning.values()].flatMap((requests) => {
    const [first, second] = requests;
    if (first === undefined || second === undefined) return [];
    const times = requests.map(
      (request) => `at ${seconds(contact, request.started.at)} (${request.answered?.status ?? "no answer"})`,
    );
    return {
      type: "duplicate-execution" as const,
      contactId: contact.contactId,
      at: second.started.at,
      message: `${nameOf(first)} reached the ${first.started.external} API ${requests.length} times in one call: ${times.join(", ")}.`,
      evidence: requests.map((request) => evidence(contact, request.started, says(contact, request))),
    };
  });
}

function says(contact: ContactRecord, request: ExternalRecord): string {
  const attempt = contact.attempts.find(({ started }) => started.id === request.started.attemptId)?.started;
  const by = attempt === undefined ? "no attempt" : `attempt #${attempt.number} of ${attempt.functionName}`;
  return `${nameOf(request)} from ${by}: ${request.answered === undefined ? "no answer" : `answered ${request.answered.status}`}`;
}
