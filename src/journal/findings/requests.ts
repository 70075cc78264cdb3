import { reachesApi } from "../../external/fault.ts";
import type { ContactRecord, ExternalRecord, InvocationRecord } from "../contacts.ts";
import { requestName } from "../request-name.ts";

/** The requests of all attempts of one invocation. */
export function requestsOf(contact: ContactRecord, { started: { id } }: InvocationRecord): readonly ExternalRecord[] {
  const attempts = new Set(
    contact.attempts.filter(({ started }) => started.invocationId === id).map(({ started }) => started.id),
  );
  return contact.externals.filter(({ started: { attemptId } }) => attemptId !== undefined && attempts.has(attemptId));
}

/**
 * Whether the request may change something at an API: its method is not one of RFC 9110 §9.2.1's safe ones. What goes
 * to a store is the functions' own affair.
 */
export function isUnsafe({ started }: Pick<ExternalRecord, "started">): boolean {
  return started.role !== "store" && !["GET", "HEAD", "OPTIONS", "TRACE"].includes(started.method);
}

/** Whether the API got it. A record that was cut off is read as if it had, unless a fault kept it away. */
export function reached({ started, finished }: ExternalRecord): boolean {
  return finished?.reached ?? reachesApi(started.fault);
}

/** Whether the API itself said that it did what it was asked for. */
export function accepted({ answered }: ExternalRecord): boolean {
  return answered !== undefined && answered.status >= 200 && answered.status < 300;
}

/** Whether the API itself said that it did nothing: the request is at fault (RFC 9110 §15.5), or what it asks for is not to be had. */
export function refused({ answered }: ExternalRecord): boolean {
  return answered !== undefined && answered.status >= 400 && answered.status < 500;
}

/** What it asks for, of which API: equal for two requests that ask for the same thing. */
export function wishOf({ started }: ExternalRecord): string {
  return `${started.external} ${started.meaning}`;
}

/** "POST /reservations" */
export function nameOf({ started }: ExternalRecord): string {
  return requestName(started);
}
