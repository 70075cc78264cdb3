import type { EventOf, JournalEvent } from "./event.ts";

/**
 * The first field that an event lacks, or that has something else in it than the readers of a journal rely on. Fields that
 * may be missing are not looked at, and neither is an event of a type that this ringonce does not know: no reader does.
 */
export function faultyField(event: { readonly type: string; readonly [field: string]: unknown }): string | undefined {
  if (typeof event.at !== "number") return "at";
  if (!Object.hasOwn(shapes, event.type)) return undefined;
  const shape: Readonly<Record<string, Check>> = shapes[event.type as JournalEvent["type"]]; // One table for all types.
  for (const field in shape) if (shape[field]?.(event[field]) !== true) return field;
  return undefined;
}

type Check = (value: unknown) => boolean;

/** The fields that an event of the type always has. */
type Shape<Event> = {
  readonly [Field in keyof Event as undefined extends Event[Field]
    ? never
    : Field extends "type" | "at"
      ? never
      : Field]: Check;
};

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number";
const flag: Check = (value) => typeof value === "boolean";
const list: Check = Array.isArray;
const record: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const oneOf =
  (...texts: readonly string[]): Check =>
  (value) =>
    typeof value === "string" && texts.includes(value);
/** An object that says in `type` which of these it is. */
const typed =
  (...types: readonly string[]): Check =>
  (value) =>
    types.includes(Object(value).type);
const message: Check = (value) => {
  const { text: said, ssml, promptId, mediaUri } = Object(value);
  return [said, ssml, promptId, mediaUri].some(text);
};
const isDelivered = typed("response", "reset", "abandoned");
const delivered: Check = (value) =>
  isDelivered(value) && (Object(value).type !== "response" || number(Object(value).status));

const action = { contactId: text, id: text, flow: text, action: text, actionType: text };
const attempt = { contactId: text, id: text, invocationId: text, functionName: text, number };
const environment = { id: text, functionName: text };
const external = { id: text, external: text };

const shapes: { readonly [Type in JournalEvent["type"]]: Shape<EventOf<Type>> } = {
  "journal.opened": { version: number, region: text, accountId: text, alias: text, instanceArn: text },
  "contact.initiated": { contactId: text, from: text, to: text },
  "flow.started": { contactId: text, flow: text, arn: text },
  "contact.queued": { contactId: text, queue: text },
  "contact.disconnected": { contactId: text, by: oneOf("flow", "customer", "queue", "error", "bench") },
  "action.started": action,
  "action.finished": { ...action, parameters: record, unresolved: list },
  "flow.failed": { contactId: text, flow: text, message: text },
  "message.started": { contactId: text, id: text, message, voice: text },
  "message.finished": { contactId: text, id: text, interrupted: flag },
  "input.started": { contactId: text, id: text, input: typed("key", "digits") },
  "input.key": { contactId: text, id: text, key: text },
  "input.finished": { contactId: text, id: text, reply: typed("keys", "timedOut", "abandoned") },
  "invocation.started": {
    ...{ contactId: text, id: text, action: text, functionName: text },
    ...{ limitMs: number, parameters: record },
  },
  "invocation.finished": {
    ...{ contactId: text, id: text, functionName: text },
    reply: typed("succeeded", "failed", "abandoned"),
  },
  "attempt.started": attempt,
  "attempt.handling": { ...attempt, coldStart: flag },
  "attempt.finished": {
    ...attempt,
    outcome: typed("succeeded", "functionError", "timedOut", "throttled", "serviceError", "rejected"),
    orphaned: flag,
  },
  "environment.started": { ...environment, logStream: text },
  "environment.initialized": { ...environment, initMs: number },
  "environment.stopped": { ...environment, reason: text },
  "lambda.log": { functionName: text, logStream: text, message: text },
  "external.started": { ...external, method: text, path: text, body: text, meaning: text, latencyMs: number },
  "external.answered": { ...external, status: number },
  "external.finished": { ...external, delivered, reached: flag },
};
