import type { ContactRecord, ExternalRecord } from "../contacts.ts";
import { callers } from "./callers.ts";
import { executions, keptPromises, sinceFirstAct } from "./executions.ts";
import { evidence, type Finding, seconds } from "./finding.ts";
import { isUnsafe, nameOf, reached, wishOf } from "./requests.ts";

/** A request that changes something, and that the API had not refused, reached it again in one contact. */
export function duplicateExecutions(contact: ContactRecord): readonly Finding[] {
  return byMeaning(contact.externals).flatMap((requests) => {
    const [first, second] = executions(requests);
    if (first === undefined || second === undefined) return [];
    const times = requests.map(
      (request) => `at ${seconds(contact, request.started.at)} (${request.answered?.status ?? "no answer"})`,
    );
    return {
      type: "duplicate-execution" as const,
      contactId: contact.contactId,
      at: second.started.at,
      message: `${nameOf(first)} reached the ${first.started.external} API ${requests.length} times in one call${inSpiteOfKeys[keysOf(requests)]}: ${times.join(", ")}.`,
      evidence: requests.map((request) => evidence(contact, request.started, says(contact, request))),
    };
  });
}

/**
 * The same across the calls of one caller to one number. Whether the second call wanted a second thing, only who
 * knows the caller can tell: it is one where the caller is known to have dialled again for the same wish.
 */
export function duplicatesByRedial(contacts: readonly ContactRecord[]): readonly Finding[] {
  return callers(contacts).flatMap((calls) =>
    byMeaning(calls.flatMap(({ externals }) => externals)).flatMap((requests) => {
      const acts = executions(requests);
      const firsts = calls.flatMap((contact, index) => {
        const request = acts.find(({ started }) => started.contactId === contact.contactId);
        return request === undefined ? [] : [{ contact, request, call: index + 1 }];
      });
      const [first, second] = firsts;
      if (first === undefined || second === undefined) return [];
      const times = firsts.map(
        ({ contact, request, call }) =>
          `in call ${call} at ${seconds(contact, request.started.at)} (${request.answered?.status ?? "no answer"})`,
      );
      return {
        type: "duplicate-execution" as const,
        contactId: second.contact.contactId,
        at: second.request.started.at,
        message: `${nameOf(first.request)} reached the ${first.request.started.external} API again when the caller dialled again${inSpiteOfKeys[keysOf(requests)]}: ${times.join(", ")}.`,
        evidence: firsts.map(({ contact, request }) => evidence(contact, request.started, says(contact, request))),
      };
    }),
  );
}

/** Requests that change something, reached the API and ask for the same thing, from the first on that it may have acted on. */
function byMeaning(externals: readonly ExternalRecord[]): readonly (readonly ExternalRecord[])[] {
  const found = new Map<string, ExternalRecord[]>();
  for (const request of externals) {
    if (!isUnsafe(request) || !reached(request)) continue;
    const key = wishOf(request);
    const same = found.get(key);
    if (same === undefined) found.set(key, [request]);
    else same.push(request);
  }
  return [...found.values()].map(sinceFirstAct);
}

/** What was wrong with the keys of requests that ask for the same thing: there were none, not one for all, or it did not help. */
export function keysOf(requests: readonly ExternalRecord[]): "none" | "several" | "broken" {
  if (requests.every(({ started }) => started.idempotencyKey === undefined)) return "none";
  return keptPromises(requests) ? "several" : "broken";
}

const inSpiteOfKeys = {
  none: "",
  several: ", not under one key",
  broken: ", and it acted twice on one key",
} as const;

function says(contact: ContactRecord, request: ExternalRecord): string {
  const attempt = contact.attempts.find(({ started }) => started.id === request.started.attemptId)?.started;
  const by = attempt === undefined ? "no attempt" : `attempt #${attempt.number} of ${attempt.functionName}`;
  const { idempotencyKey: key } = request.started;
  return `${nameOf(request)} from ${by}${key === undefined ? "" : ` under key ${key}`}: ${request.answered === undefined ? "no answer" : `answered ${request.answered.status}`}`;
}
