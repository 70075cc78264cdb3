import type { AttemptRecord, ContactRecord } from "../contacts.ts";
import { evidence, type Finding, seconds } from "./finding.ts";
import { nameOf } from "./requests.ts";

/** A function, or a request that it had sent, finished after the flow had gone on without it. */
export function orphanedExecutions(contact: ContactRecord): readonly Finding[] {
  return contact.attempts.flatMap((attempt) => {
    const invocation = contact.invocations.find(({ started }) => started.id === attempt.started.invocationId);
    const movedOnAt = invocation?.finished?.at;
    if (movedOnAt === undefined) return [];
    const late = lateEnds(contact, attempt, movedOnAt);
    const last = late.at(-1);
    if (last === undefined) return [];
    const { functionName, number } = attempt.started;
    return {
      type: "orphaned-execution" as const,
      contactId: contact.contactId,
      at: movedOnAt,
      message: `The flow went on without attempt #${number} of ${functionName} at ${seconds(contact, movedOnAt)}; ${last.what} only at ${seconds(contact, last.at)}.`,
      evidence: late.map(({ id, at, what }) => evidence(contact, { id, at }, what)),
    };
  });
}

/** What of an attempt ended after the flow had moved on, soonest first. */
function lateEnds(contact: ContactRecord, { started, finished }: AttemptRecord, movedOnAt: number) {
  const requests = contact.externals
    .filter((request) => request.started.attemptId === started.id)
    .flatMap((request) => {
      const end = request.answered ?? request.finished;
      return end === undefined || end.at <= movedOnAt
        ? []
        : [{ id: end.id, at: end.at, what: `its request ${nameOf(request)} was answered` }];
    });
  // Also one that ended at the very same moment, as only simulated time can have it: the flow had gone on before.
  const ended =
    finished?.orphaned === true
      ? [{ id: finished.id, at: finished.at, what: `it ended (${finished.outcome.type})` }]
      : [];
  return [...requests, ...ended].sort((one, other) => one.at - other.at);
}
