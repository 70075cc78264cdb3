import type { EventOf, JournalEvent } from "./event.ts";

/** One contact's part of the record, with its pairs put together. */
export interface ContactRecord {
  readonly contactId: string;
  readonly initiated: EventOf<"contact.initiated">;
  readonly invocations: readonly InvocationRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly externals: readonly ExternalRecord[];
  readonly events: readonly JournalEvent[];
}

export interface InvocationRecord {
  readonly started: EventOf<"invocation.started">;
  readonly finished: EventOf<"invocation.finished"> | undefined;
}

export interface AttemptRecord {
  readonly started: EventOf<"attempt.started">;
  readonly finished: EventOf<"attempt.finished"> | undefined;
}

export interface ExternalRecord {
  readonly started: EventOf<"external.started">;
  readonly answered: EventOf<"external.answered"> | undefined;
  readonly finished: EventOf<"external.finished"> | undefined;
}

/** Every contact in the record, in the order in which they were initiated. A record that was cut off is read as far as it goes. */
export function contacts(events: readonly JournalEvent[]): readonly ContactRecord[] {
  const byContact = new Map<string, JournalEvent[]>();
  for (const event of events) {
    const contactId = "contactId" in event ? event.contactId : undefined;
    if (contactId === undefined) continue;
    const own = byContact.get(contactId);
    if (own === undefined) byContact.set(contactId, [event]);
    else own.push(event);
  }
  return [...byContact].flatMap(([contactId, own]) => record(contactId, own) ?? []);
}

function record(contactId: string, events: readonly JournalEvent[]): ContactRecord | undefined {
  const initiated = all(events, "contact.initiated")[0];
  if (initiated === undefined) return undefined;
  const invocationFinished = byId(all(events, "invocation.finished"));
  const attemptFinished = byId(all(events, "attempt.finished"));
  const answered = byId(all(events, "external.answered"));
  const externalFinished = byId(all(events, "external.finished"));
  return {
    contactId,
    initiated,
    invocations: all(events, "invocation.started").map((started) => ({
      started,
      finished: invocationFinished.get(started.id),
    })),
    attempts: all(events, "attempt.started").map((started) => ({ started, finished: attemptFinished.get(started.id) })),
    externals: all(events, "external.started").map((started) => ({
      started,
      answered: answered.get(started.id),
      finished: externalFinished.get(started.id),
    })),
    events,
  };
}

function byId<T extends { readonly id: string }>(events: readonly T[]): ReadonlyMap<string, T> {
  return new Map(events.map((event) => [event.id, event]));
}

/** Whether its caller has been disconnected; what the call set off may go on. */
export function hasEnded({ events }: ContactRecord): boolean {
  return events.some(({ type }) => type === "contact.disconnected");
}

/** The events of one type. */
export function all<K extends JournalEvent["type"]>(events: readonly JournalEvent[], type: K): readonly EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.type === type);
}
