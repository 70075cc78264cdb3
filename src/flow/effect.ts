/**
 * What a contact can need from the world, and what the world answers. Some forty action types come down to a
 * handful of these. All of them are plain data: they can be copied, compared and written to the journal.
 */
export type Effect =
  | { readonly type: "message"; readonly message: Message }
  /** `messages` are played in turn, over and over, until something interrupts them. */
  | { readonly type: "messages"; readonly messages: readonly Message[]; readonly interruptMs: number | undefined }
  | { readonly type: "input"; readonly message: Message; readonly input: InputRequest }
  | InvokeEffect
  | { readonly type: "wait"; readonly durationMs: number; readonly events: readonly string[] }
  /** Opening hours: of the named hours, or of the contact's queue when there is no name. */
  | { readonly type: "hours"; readonly hoursOfOperation: string | undefined; readonly queue: string | undefined }
  /** A whole number from 1 to 100, each as likely. */
  | { readonly type: "percentage" }
  | { readonly type: "queue"; readonly queue: string }
  | { readonly type: "flow"; readonly contactFlow: string }
  | { readonly type: "disconnect" };

export interface InvokeEffect {
  readonly type: "invoke";
  readonly functionArn: string;
  readonly timeLimitMs: number;
  /** LambdaInvocationAttributes with their references replaced: strings, or nested values where the flow has them. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly responseType: "STRING_MAP" | "JSON";
}

/** What the caller hears: exactly one of the four. */
export type Message =
  | { readonly text: string }
  | { readonly ssml: string }
  | { readonly promptId: string }
  | { readonly mediaUri: string };

/** How keys are collected: one key, or digits until they are complete. */
export type InputRequest =
  | { readonly type: "key"; readonly firstKeyMs: number }
  | {
      readonly type: "digits";
      readonly firstKeyMs: number;
      readonly interdigitMs: number;
      readonly digitsMax: number;
      /** What ends the input, up to five keys; never part of the result. */
      readonly terminator: string;
      /** `*` deletes what was keyed before it. */
      readonly cancelKey: boolean;
    };

/** What the world answers, effect by effect. */
export interface Replies {
  message: { readonly type: "played" };
  messages: { readonly type: "interrupted" } | { readonly type: "played" };
  /** "timedOut": no key at all within `firstKeyMs`. Digits that stopped coming are complete, not timed out. */
  input: { readonly type: "keys"; readonly keys: string } | { readonly type: "timedOut" };
  invoke:
    | { readonly type: "succeeded"; readonly response: Readonly<Record<string, unknown>> }
    /** `results` is what the flow log says of it; `why` says more where the flow log does not. */
    | {
        readonly type: "failed";
        readonly error: "TimeLimitExceeded" | "NoMatchingError";
        readonly results: string;
        readonly why?: string;
      };
  wait:
    | { readonly type: "completed" }
    | { readonly type: "event"; readonly event: string }
    | { readonly type: "failed" };
  hours: { readonly type: "open" } | { readonly type: "closed" } | { readonly type: "failed" };
  percentage: { readonly type: "drawn"; readonly percentage: number };
  queue: { readonly type: "queued" } | { readonly type: "atCapacity" } | { readonly type: "failed" };
  /** There is no such flow. When there is, the contact goes on in it and this flow gets no reply. */
  flow: { readonly type: "failed" };
  /** The contact has ended: nothing follows. */
  disconnect: never;
}
export type Reply = Replies[Effect["type"]];
export type EffectOf<K extends Effect["type"]> = Extract<Effect, { type: K }>;
