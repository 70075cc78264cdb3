import { assert } from "../assert.ts";
import { failed, type Outcome } from "./action-type.ts";
import type { Contact } from "./contact.ts";
import type { Effect, Reply } from "./effect.ts";
import type { Action, ContactFlow, Transitions } from "./flow.ts";
import { unread } from "./parameters.ts";
import { type PreparedAction, prepared, type ReadParameters } from "./prepared-action.ts";
import type { Problem } from "./problem.ts";

/** What happened from one reply to the next question. */
export interface Turn {
  readonly contact: Contact;
  /** The Actions that finished, in order. */
  readonly steps: readonly Step[];
  /** What the contact needs now. Undefined: it has ended in this flow. */
  readonly effect: Effect | undefined;
  /** The Action that asks for the effect. */
  readonly asking: Entered | undefined;
  /** Why the flow was given up, where it goes round without end. */
  readonly problem?: Problem;
}

/** An Action that the contact has reached. */
export interface Entered {
  readonly action: Action;
  /** As the flow log shows them: with references replaced. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The references that the contact had nothing for, as written. */
  readonly unresolved: readonly string[];
}

/** An Action that finished, how, and where that led. */
export interface Step extends Entered {
  readonly outcome: Pick<Outcome, "result" | "error">;
  /** Undefined: nowhere, the contact has ended in this flow. */
  readonly nextAction: string | undefined;
}

/** Not documented by AWS, chosen: so many Actions without asking the world for anything is a loop in the flow. */
export const stepsPerTurnMax = 1_000;

/**
 * Runs the flow from its start until it needs the world. A contact that comes from another flow brings all it has but
 * the flow attributes, which are that flow's own, and the counts of its Loops.
 */
export function begin(flow: ContactFlow, contact: Contact): Turn {
  return run(flow, { ...contact, flow: flow.name, action: flow.startAction, flowAttributes: {}, loops: {} }, []);
}

/** Gives the Action that asked its reply, then runs on until the flow needs the world again. */
export function resume(flow: ContactFlow, contact: Contact, reply: Reply): Turn {
  const action = actionOf(flow, contact);
  const ready = prepared(action);
  const read = ready.read(contact);
  assert(read.values !== unread, "an Action was given a reply that cannot have asked");
  const finished = finish(action, ready, read, ready.type.settle(reply, read.values, contact), contact);
  return run(flow, finished.contact, [finished.step]);
}

function run(flow: ContactFlow, start: Contact, steps: Step[]): Turn {
  let contact = start;
  while (steps.length === 0 || steps.at(-1)?.nextAction !== undefined) {
    if (steps.length >= stepsPerTurnMax) {
      return { contact, steps, effect: undefined, asking: undefined, problem: goesRound(flow, steps) };
    }
    const action = actionOf(flow, contact);
    const ready = prepared(action);
    const read = ready.read(contact);
    // "NoMatchingError" for a reference that gives what the parameter does not take: not documented, chosen.
    const began = read.values === unread ? failed("NoMatchingError") : ready.type.begin(read.values, contact);
    if ("type" in began) {
      const { parameters, unresolved } = read;
      return { contact, steps, effect: began, asking: { action, parameters, unresolved } };
    }
    const finished = finish(action, ready, read, began, contact);
    contact = finished.contact;
    steps.push(finished.step);
  }
  return { contact, steps, effect: undefined, asking: undefined };
}

function finish(
  action: Action,
  ready: PreparedAction,
  { parameters, unresolved }: ReadParameters,
  outcome: Outcome,
  before: Contact,
): { step: Step; contact: Contact } {
  const alsoUnresolved: string[] = [];
  const nextAction = choose(action.transitions, ready, outcome, before, alsoUnresolved);
  const step = {
    action,
    parameters,
    outcome: reported(outcome),
    nextAction,
    unresolved: alsoUnresolved.length === 0 ? unresolved : [...unresolved, ...alsoUnresolved],
  };
  // One copy at most: this is where a simulated call spends its time.
  const moved = nextAction ?? before.action;
  const { change } = outcome;
  const contact = change === undefined ? { ...before, action: moved } : { ...before, ...change, action: moved };
  return { step, contact };
}

function reported({ result, error }: Outcome): Step["outcome"] {
  if (error !== undefined) return { error };
  return result === undefined ? {} : { result };
}

/**
 * An error follows its ErrorType, or else NoMatchingError; a result follows the first Condition that holds, or else
 * NoMatchingCondition; all the rest follows NextAction. Where nothing is wired, the contact ends in this flow: Connect
 * does not publish such flows and does not say (chosen).
 */
function choose(
  transitions: Transitions,
  ready: PreparedAction,
  { result, error, left }: Outcome,
  contact: Contact,
  unresolved: string[],
): string | undefined {
  if (left) return undefined;
  if (error !== undefined) return errorTarget(transitions, error) ?? errorTarget(transitions, "NoMatchingError");
  if (result === undefined) return transitions.nextAction;
  return (
    ready.matching(result, contact, unresolved) ??
    errorTarget(transitions, "NoMatchingCondition") ??
    transitions.nextAction
  );
}

function errorTarget({ errors }: Transitions, errorType: string): string | undefined {
  return errors.find((error) => error.errorType === errorType)?.nextAction;
}

function actionOf(flow: ContactFlow, contact: Contact): Action {
  const action = flow.actions.get(contact.action);
  assert(action !== undefined, `${flow.name} has no Action ${contact.action}`);
  return action;
}

function goesRound(flow: ContactFlow, steps: readonly Step[]): Problem {
  const round = [...new Set(steps.slice(-stepsPerTurnMax / 2).map(({ action }) => action.identifier))];
  const shown = round.slice(0, 10).join(" → ");
  return {
    rule: "loop-without-interaction",
    message:
      `${flow.name} ran ${stepsPerTurnMax} Actions without asking the caller or a function for anything: ` +
      `${shown}${round.length > 10 ? " …" : ""}. Give the loop a way out, or a Loop that counts.`,
    place: round[0] === undefined ? {} : { action: round[0] },
  };
}
