import type { Millis } from "../clock/clock.ts";
import type { Delivered } from "../external/exchange.ts";
import type { Fault } from "../external/fault.ts";
import type { InputRequest, Message, Replies } from "../flow/effect.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";

/**
 * The version of the record. A reader refuses a higher one. It stays where what is new may be missing, and a reader that
 * does not know it sees more findings, never fewer.
 */
export const journalVersion = 1;

/**
 * One line of the record. `at` is a moment, in milliseconds since the Unix epoch on the bench's clock. What
 * takes time is a pair, started and finished, with one `id`; an attempt's id is its RequestId at Lambda.
 */
export type JournalEvent =
  | JournalOpened
  | ContactEvent
  | ActionEvent
  | ParticipantEvent
  | InvocationEvent
  | EnvironmentEvent
  | ExternalEvent;

/** An event that is not written yet: whoever writes it adds the moment. */
export type Entry = JournalEvent extends infer Event ? (Event extends JournalEvent ? Omit<Event, "at"> : never) : never;

export type EventOf<K extends JournalEvent["type"]> = Extract<JournalEvent, { type: K }>;

interface At {
  readonly at: Millis;
}
interface OfContact extends At {
  readonly contactId: string;
}

/** Always the first line. */
export interface JournalOpened extends At {
  readonly type: "journal.opened";
  readonly version: typeof journalVersion;
  /** In which time the calls were made. Missing: in the real one. */
  readonly time?: "simulated";
  readonly region: string;
  readonly accountId: string;
  readonly alias: string;
  readonly instanceArn: string;
}

export type ContactEvent =
  | (OfContact & { readonly type: "contact.initiated"; readonly from: string; readonly to: string })
  /** The contact enters a flow: the number's own, or the one that TransferToFlow names. */
  | (OfContact & {
      readonly type: "flow.started";
      readonly flow: string;
      readonly arn: string;
      /** Of what the flow says: another one where it was changed. Absent in older records. */
      readonly digest?: string;
    })
  | (OfContact & { readonly type: "contact.queued"; readonly queue: string })
  | (OfContact & { readonly type: "contact.disconnected"; readonly by: EndedBy });

/** Who ended the contact. "queue": it was handed to a queue, and what happens there is not reproduced. */
export type EndedBy = "flow" | "customer" | "queue" | "error";

export type ActionEvent =
  | (OfAction & { readonly type: "action.started" })
  | (OfAction & {
      readonly type: "action.finished";
      /** The parameters with their references replaced. */
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly result: string | undefined;
      readonly error: string | undefined;
      /** What the flow log says of an action that asked the world. */
      readonly results: string | undefined;
      readonly nextAction: string | undefined;
      /** References that had no value and were read as an empty text. */
      readonly unresolved: readonly string[];
    })
  /** The flow cannot go on; the call ends here. */
  | (OfContact & { readonly type: "flow.failed"; readonly flow: string; readonly message: string });
interface OfAction extends OfContact {
  readonly id: string;
  readonly flow: string;
  readonly action: string;
  readonly actionType: string;
}

export type ParticipantEvent =
  | (OfContact & {
      readonly type: "message.started";
      readonly id: string;
      readonly message: Message;
      readonly voice: string;
    })
  | (OfContact & { readonly type: "message.finished"; readonly id: string; readonly interrupted: boolean })
  | (OfContact & { readonly type: "input.started"; readonly id: string; readonly input: InputRequest })
  | (OfContact & { readonly type: "input.key"; readonly id: string; readonly key: string })
  | (OfContact & {
      readonly type: "input.finished";
      readonly id: string;
      readonly reply: Replies["input"] | { readonly type: "abandoned" };
    });

export type InvocationEvent =
  | (OfContact & {
      readonly type: "invocation.started";
      readonly id: string;
      readonly action: string;
      readonly functionName: string;
      /** How long the flow waits: the block's own time, or what functions in a row have left. */
      readonly limitMs: Millis;
      readonly parameters: Readonly<Record<string, unknown>>;
    })
  /** The flow goes on, whatever the function is still doing. */
  | (OfContact & {
      readonly type: "invocation.finished";
      readonly id: string;
      readonly functionName: string;
      /** "abandoned": the caller hung up. */
      readonly reply: Replies["invoke"] | { readonly type: "abandoned" };
      /** The block's own limit passed, or the limit of a chain of functions; undefined where the function decided. */
      readonly limit: "block" | "chain" | undefined;
    })
  | (OfAttempt & { readonly type: "attempt.started" })
  /** The handler has its event: the function's own time-out runs from here. */
  | (OfAttempt & { readonly type: "attempt.handling"; readonly coldStart: boolean })
  /** `orphaned`: the flow had gone on before. */
  | (OfAttempt & { readonly type: "attempt.finished"; readonly outcome: AttemptOutcome; readonly orphaned: boolean });
interface OfAttempt extends OfContact {
  readonly id: string;
  readonly invocationId: string;
  readonly functionName: string;
  /** 1 for the first request of the invocation. */
  readonly number: number;
}

export type EnvironmentEvent =
  | (At & {
      readonly type: "environment.started";
      readonly id: string;
      readonly functionName: string;
      readonly logStream: string;
      /** For which it is started. Undefined: ahead of any. */
      readonly attemptId: string | undefined;
    })
  | (At & {
      readonly type: "environment.initialized";
      readonly id: string;
      readonly functionName: string;
      readonly initMs: Millis;
    })
  | (At & {
      readonly type: "environment.stopped";
      readonly id: string;
      readonly functionName: string;
      readonly reason: string;
    })
  /** One line of the log group `/aws/lambda/<functionName>`. */
  | (At & {
      readonly type: "lambda.log";
      readonly functionName: string;
      readonly logStream: string;
      readonly attemptId: string | undefined;
      readonly contactId: string | undefined;
      readonly message: string;
    });

export type ExternalEvent =
  | (OfExternal & {
      readonly type: "external.started";
      /** "store": the functions' own bookkeeping. Absent in older records, where everything was an API. */
      readonly role: "api" | "store" | undefined;
      /**
       * The request's key, where the API is declared to act once for equal ones. One of more than 255 characters is
       * cut and ends with a hash of the whole.
       */
      readonly idempotencyKey: string | undefined;
      readonly method: string;
      /** With its query. */
      readonly path: string;
      /** "PutItem": what the request is called where method and path do not say. Absent in older records too. */
      readonly operation?: string | undefined;
      /** Text of at most 16 KB; longer or binary bodies are cut or left out, `meaning` still covers the whole. */
      readonly body: string;
      /** Two requests with the same meaning ask for the same thing: method, path, query and body, formatting apart. */
      readonly meaning: string;
      readonly fault: Fault | undefined;
      readonly latencyMs: Millis;
    })
  /** The API itself has answered: whatever it does for this request is done. */
  | (OfExternal & {
      readonly type: "external.answered";
      readonly status: number;
      /** A hash of the body, where the request had a key and the API said that it did what it was asked for. */
      readonly answer: string | undefined;
    })
  | (OfExternal & {
      readonly type: "external.finished";
      readonly delivered: Delivered;
      /** Whether the API got the request: false where a fault kept it away, or nothing listened at its address. */
      readonly reached: boolean;
    });
interface OfExternal extends At {
  readonly id: string;
  readonly external: string;
  /** Undefined where the request came from no attempt, as from an environment that nobody has asked for anything. */
  readonly contactId: string | undefined;
  readonly attemptId: string | undefined;
}
