import { assert } from "../assert.ts";
import type { Millis } from "../clock/clock.ts";
import { all, type ContactRecord, contacts, type ExternalRecord } from "../journal/contacts.ts";
import type { EndedBy, JournalEvent } from "../journal/event.ts";
import type { Finding } from "../journal/findings/finding.ts";
import { findings } from "../journal/findings/index.ts";
import { spoken } from "../journal/spoken.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";

/** What `ringonce call --json` prints. Moments are milliseconds since the call's start. */
export interface CallReport {
  readonly contactId: string;
  readonly heard: readonly string[];
  readonly attempts: readonly {
    readonly functionName: string;
    /** 1 for the first request of an Invoke block. */
    readonly number: number;
    readonly startedMs: Millis;
    /** When it really ended, also when the flow had gone on by then; null when the command was interrupted before. */
    readonly finishedMs: Millis | null;
    readonly outcome: AttemptOutcome["type"] | null;
    /** It ended after the flow had gone on. */
    readonly orphaned: boolean;
  }[];
  readonly externalRequests: readonly {
    readonly external: string;
    readonly method: string;
    readonly path: string;
    /** What the API itself answered; null when it did not. */
    readonly status: number | null;
    /** What the function got: a status, "reset", or "abandoned" when it had gone away before. */
    readonly delivered: number | "reset" | "abandoned" | null;
    /** The number of the attempt that sent it; null where no attempt is known. */
    readonly attempt: number | null;
    readonly startedMs: Millis;
    readonly finishedMs: Millis | null;
  }[];
  readonly findings: readonly Pick<Finding, "type" | "message" | "evidence">[];
  readonly endedBy: EndedBy | null;
  /** Where the record of the call is. */
  readonly journal: string;
}

/** Reads the record of one call as the report of `ringonce call`. */
export function callReport(events: readonly JournalEvent[], journal: string): CallReport {
  const [contact] = contacts(events);
  assert(contact !== undefined, "there is no contact in the journal");
  const since = sinceStart(contact);
  return {
    contactId: contact.contactId,
    heard: all(contact.events, "message.started").map(({ message }) => spoken(message)),
    attempts: contact.attempts.map(({ started, finished }) => ({
      functionName: started.functionName,
      number: started.number,
      startedMs: since(started.at),
      finishedMs: finished === undefined ? null : since(finished.at),
      outcome: finished?.outcome.type ?? null,
      orphaned: finished?.orphaned ?? true,
    })),
    externalRequests: contact.externals.map((request) => {
      const { started, answered, finished } = request;
      return {
        external: started.external,
        method: started.method,
        path: started.path,
        status: answered?.status ?? null,
        delivered: delivered(request),
        attempt: contact.attempts.find((attempt) => attempt.started.id === started.attemptId)?.started.number ?? null,
        startedMs: since(started.at),
        finishedMs: finished === undefined ? null : since(finished.at),
      };
    }),
    findings: findings(events).map(({ type, message, evidence }) => ({ type, message, evidence })),
    endedBy: all(contact.events, "contact.disconnected")[0]?.by ?? null,
    journal,
  };
}

function sinceStart({ initiated }: ContactRecord): (at: Millis) => Millis {
  return (at) => Math.round(at - initiated.at);
}

function delivered({ finished }: ExternalRecord): number | "reset" | "abandoned" | null {
  if (finished === undefined) return null;
  return finished.delivered.type === "response" ? finished.delivered.status : finished.delivered.type;
}
