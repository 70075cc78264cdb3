import { assert } from "../assert.ts";
import type { Contact } from "./contact.ts";
import type { Effect, EffectOf, Replies, Reply } from "./effect.ts";
import { type Group, group, type Parameters, type Rule, type Values, type Written } from "./parameters.ts";

/** The ErrorTypes that the Actions of this bench can have. */
export type ErrorType =
  | "NoMatchingError"
  | "NoMatchingCondition"
  | "InputTimeLimitExceeded"
  | "InvalidPhoneNumber"
  | "ParticipantNotFound"
  | "QueueAtCapacity"
  | "TimeLimitExceeded";

/** How an Action ended: with a result for its Conditions, with an error for its Errors, or with neither; and what it changed. */
export interface Outcome {
  readonly result?: string;
  readonly error?: ErrorType;
  readonly change?: Partial<Contact>;
  /** The contact has left this flow, wherever NextAction may lead. */
  readonly left?: true;
}

export const done = (outcome: Omit<Outcome, "error"> = {}): Outcome => outcome;
export const failed = (error: ErrorType): Outcome => ({ error });

/** Which Conditions an Action can have. */
export type Results =
  /** It has no result to compare. */
  | { readonly type: "none" }
  /** Any text, and any operator that is listed. */
  | { readonly type: "open"; readonly operators: "any" | readonly string[] }
  /** One of these, compared by Equals; where `all` is set, each must have its Condition. */
  | { readonly type: "listed"; readonly results: readonly string[]; readonly all: boolean };

export const noResult: Results = { type: "none" };
export const anyResult: Results = { type: "open", operators: "any" };
export const allOf = (...results: readonly string[]): Results => ({ type: "listed", results, all: true });
export const someOf = (...results: readonly string[]): Results => ({ type: "listed", results, all: false });

/** One type of Action: what may be written about it, and what it does. */
export interface ActionType {
  readonly parameters: Group<Parameters>;
  /** Depends on the parameters of some types, as they are written. */
  readonly results: (written: Written) => Results;
  /** What it can end with, besides what Connect allows everywhere. */
  readonly errors: readonly ErrorType[];
  /**
   * "next": an Action follows. "leaves": when it succeeds the contact is elsewhere, and NextAction counts for nothing.
   * "stays": it may go on until the caller hangs up. "ends": nothing follows, Transitions are empty.
   */
  readonly after: "next" | "leaves" | "stays" | "ends";
  /** Whether it asks the world for something, so that a loop through it takes time. */
  readonly asks: boolean;
  begin(values: Values<Parameters>, contact: Contact): Effect | Outcome;
  settle(reply: Reply, values: Values<Parameters>, contact: Contact): Outcome;
}

interface Definition<P extends Parameters> {
  readonly parameters: P;
  readonly rules?: readonly Rule[];
  readonly results: Results | ((written: Written) => Results);
  readonly errors: readonly ErrorType[];
  readonly after?: ActionType["after"];
}

/** An Action that needs the world: it asks for one effect, or fails before it does, and settles on the reply. */
export function asking<K extends Effect["type"], P extends Parameters>(
  _effect: K,
  definition: Definition<P> & {
    ask(values: Values<P>, contact: Contact): EffectOf<K> | Outcome;
    settle(reply: Replies[K], values: Values<P>, contact: Contact): Outcome;
  },
): ActionType {
  return {
    ...common(definition),
    asks: true,
    begin: (values, contact) => definition.ask(values as Values<P>, contact),
    settle: (reply, values, contact) => definition.settle(reply as Replies[K], values as Values<P>, contact),
  };
}

/** An Action that only changes the contact or chooses a way. */
export function deciding<P extends Parameters>(
  definition: Definition<P> & { decide(values: Values<P>, contact: Contact): Outcome },
): ActionType {
  return {
    ...common(definition),
    asks: false,
    begin: (values, contact) => definition.decide(values as Values<P>, contact),
    settle: () => {
      assert(false, "an Action that asks nothing was given a reply");
    },
  };
}

function common<P extends Parameters>({ parameters, rules = [], results, errors, after = "next" }: Definition<P>) {
  return {
    parameters: group<Parameters>(parameters, ...rules),
    results: typeof results === "function" ? results : () => results,
    errors,
    after,
  };
}
