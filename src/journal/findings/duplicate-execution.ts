import type { ContactRecord, ExternalRecord } from "../contacts.ts";
import { executions, keptPromises } from "./executions.ts";
import { evidence, type Finding, seconds } from "./finding.ts";
import { isUnsafe, nameOf, reached } from "./requests.ts";

/** A request that changes something reached the API more than once in one contact, asking for the same thing. */
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
      message: `${nameOf(first)} reached the ${first.started.external} API ${requests.length} times in one call${inSpiteOfKeys(requests)}: ${times.join(", ")}.`,
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
        message: `${nameOf(first.request)} reached the ${first.request.started.external} API again when the caller dialled again${inSpiteOfKeys(requests)}: ${times.join(", ")}.`,
        evidence: firsts.map(({ contact, request }) => evidence(contact, request.started, says(contact, request))),
      };
    }),
  );
}

/** The calls of each caller to each number, in their order. */
function callers(contacts: readonly ContactRecord[]): readonly (readonly ContactRecord[])[] {
  const found = new Map<string, ContactRecord[]>();
  for (const contact of contacts) {
    const key = `${contact.initiated.from} ${contact.initiated.to}`;
    const calls = found.get(key);
    if (calls === undefined) found.set(key, [contact]);
    else calls.push(contact);
  }
  return [...found.values()];
}

/** Requests that change something, reached the API and ask for the same thing. */
function byMeaning(externals: readonly ExternalRecord[]): readonly ExternalRecord[][] {
  const found = new Map<string, ExternalRecord[]>();
  for (const request of externals) {
    if (!isUnsafe(request) || !reached(request)) continue;
    const key = `${request.started.external} ${request.started.meaning}`;
    const same = found.get(key);
    if (same === undefined) found.set(key, [request]);
    else same.push(request);
  }
  return [...found.values()];
}

/** Why the keys did not help, where there were any. */
function inSpiteOfKeys(requests: readonly ExternalRecord[]): string {
  if (requests.every(({ started }) => started.idempotencyKey === undefined)) return "";
  return keptPromises(requests) ? ", not under one key" : ", and it acted twice on one key";
}

function says(contact: ContactRecord, request: ExternalRecord): string {
  const attempt = contact.attempts.find(({ started }) => started.id === request.started.attemptId)?.started;
  const by = attempt === undefined ? "no attempt" : `attempt #${attempt.number} of ${attempt.functionName}`;
  const { idempotencyKey: key } = request.started;
  return `${nameOf(request)} from ${by}${key === undefined ? "" : ` under key ${key}`}: ${request.answered === undefined ? "no answer" : `answered ${request.answered.status}`}`;
}
