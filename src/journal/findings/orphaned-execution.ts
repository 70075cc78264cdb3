import type { Millis } from "../../clock/clock.ts";
import {
  type AttemptRecord,
  all,
  type ContactRecord,
  type ExternalRecord,
  type InvocationRecord,
} from "../contacts.ts";
import { evidence, type Finding, seconds } from "./finding.ts";
import { nameOf } from "./requests.ts";

/**
 * A function, or a request that it had sent, finished after the flow had gone on without it. `hangUps`: also where it is
 * the caller's own doing. What the bench itself broke off says nothing about the line.
 */
export function orphanedExecutions(
  contact: ContactRecord,
  { hangUps }: { readonly hangUps: boolean },
): readonly Finding[] {
  const isBrokenOff = all(contact.events, "contact.disconnected")[0]?.by === "bench";
  return contact.attempts.flatMap((attempt) => {
    const invocation = contact.invocations.find(({ started }) => started.id === attempt.started.invocationId);
    if (invocation?.finished === undefined) return [];
    if ((!hangUps || isBrokenOff) && invocation.finished.reply.type === "abandoned") return [];
    const movedOnAt = invocation.finished.at;
    const late = lateEnds(contact, attempt, movedOnAt);
    const { functionName, number } = attempt.started;
    const about = `attempt #${number} of ${functionName}`;
    const last = late.at(-1);
    const how =
      attempt.finished === undefined
        ? "it was still running when the record ended"
        : last && `${last.what} ${whenAfter(movedOnAt, last.at, contact)}`;
    if (how === undefined) return [];
    return {
      type: "orphaned-execution" as const,
      contactId: contact.contactId,
      at: movedOnAt,
      message: `${whoLeft(invocation)} ${about} at ${seconds(contact, movedOnAt)}; ${how}.`,
      evidence: [
        evidence(contact, attempt.started, `${about} started`),
        ...late.map(({ id, at, what }) => evidence(contact, { id, at }, what)),
      ],
    };
  });
}

/** In one moment, as simulated time has it and a clock that shows tenths, nothing went on for longer. */
function whenAfter(movedOnAt: Millis, endedAt: Millis, contact: ContactRecord): string {
  const ended = seconds(contact, endedAt);
  return ended === seconds(contact, movedOnAt) ? "just then" : `only at ${ended}`;
}

function whoLeft({ finished }: InvocationRecord): string {
  return finished?.reply.type === "abandoned" ? "The caller hung up on" : "The flow went on without";
}

interface End {
  readonly id: string;
  readonly at: Millis;
  readonly what: string;
}

/** What of an attempt ended after the flow had moved on, soonest first. */
function lateEnds(contact: ContactRecord, { started, finished }: AttemptRecord, movedOnAt: Millis): readonly End[] {
  const ends = contact.externals
    .filter((request) => request.started.attemptId === started.id)
    .flatMap(endOf)
    .filter(({ at }) => at > movedOnAt);
  // Also at the very same moment, as only simulated time can have it: the flow had gone on before.
  if (finished?.orphaned === true)
    ends.push({ id: finished.id, at: finished.at, what: `it ended (${finished.outcome.type})` });
  return ends.sort((one, other) => one.at - other.at);
}

function endOf(request: ExternalRecord): End[] {
  const { answered, finished } = request;
  const end = answered ?? finished;
  const how = answered === undefined ? "was given up" : "was answered";
  return end === undefined ? [] : [{ id: end.id, at: end.at, what: `its request ${nameOf(request)} ${how}` }];
}
