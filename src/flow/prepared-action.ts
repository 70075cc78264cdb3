import { assert } from "../assert.ts";
import type { ActionType } from "./action-type.ts";
import { actionTypes } from "./actions/index.ts";
import { operators } from "./condition.ts";
import type { Contact } from "./contact.ts";
import type { Action, Condition } from "./flow.ts";
import type { Parameters, Unread, Values } from "./parameters.ts";
import { inCall } from "./reading.ts";
import { print, template } from "./template.ts";

/** An Action made ready to run: what can be known before any call is worked out once. */
export interface PreparedAction {
  readonly type: ActionType;
  /** The parameters for this contact. */
  read(contact: Contact): ReadParameters;
  /** Where the first Condition that holds leads. */
  matching(result: string, contact: Contact, unresolved: string[]): string | undefined;
}

export interface ReadParameters {
  /** As the flow log shows them: with references replaced. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** As the Action's type takes them; unread where a reference gave something that it does not take. */
  readonly values: Values<Parameters> | Unread;
  /** The references that the contact had nothing for. */
  readonly unresolved: readonly string[];
}

/** Prepared on first use and kept for as long as the flow is. */
export function prepared(action: Action): PreparedAction {
  const known = preparedActions.get(action);
  if (known !== undefined) return known;
  const type = actionTypes.get(action.type);
  assert(type !== undefined, `${action.identifier} is of a type that parseFlow does not let through: ${action.type}`);
  const ready = { type, read: parameterReader(action, type), matching: conditionMatcher(action) };
  preparedActions.set(action, ready);
  return ready;
}
const preparedActions = new WeakMap<Action, PreparedAction>();

function parameterReader({ parameters }: Action, type: ActionType): PreparedAction["read"] {
  const resolve = template(parameters);
  if (resolve === undefined) {
    const read: ReadParameters = { parameters, values: type.parameters.read(parameters, inCall), unresolved: [] };
    return () => read;
  }
  return (contact) => {
    const unresolved: string[] = [];
    const resolved = resolve(contact, unresolved) as typeof parameters; // An object stays an object.
    return { parameters: resolved, values: type.parameters.read(resolved, inCall), unresolved };
  };
}

function conditionMatcher({ transitions }: Action): PreparedAction["matching"] {
  const conditions = transitions.conditions.map(({ condition, nextAction }) => ({
    holds: test(condition),
    nextAction,
  }));
  return (result, contact, unresolved) =>
    conditions.find(({ holds }) => holds(result, contact, unresolved))?.nextAction;
}

function test({ operator, operand }: Condition): (result: string, contact: Contact, unresolved: string[]) => boolean {
  const compare = operators[operator];
  const resolve = template(operand);
  if (resolve === undefined) return (result) => compare(result, operand);
  return (result, contact, unresolved) => compare(result, print(resolve(contact, unresolved)));
}
