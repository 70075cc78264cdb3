import { actionTypes } from "./actions/index.ts";
import type { Action, ContactFlow } from "./flow.ts";

/**
 * The loops that a contact can never leave and that never ask the caller, a function or the clock for anything: each
 * as the Identifiers that it goes through. Ways out by error do not count: what such a loop is made of hardly ever fails.
 */
export function endlessLoops({ actions }: Pick<ContactFlow, "actions">): readonly (readonly string[])[] {
  const trapped = trappedActions(actions);
  const loops: string[][] = [];
  const seen = new Set<string>();
  for (const start of trapped) {
    const way: string[] = [];
    for (let at: string | undefined = start; at !== undefined && !seen.has(at); at = waysOn(actions.get(at))[0]) {
      seen.add(at);
      way.push(at);
    }
    const back = waysOn(actions.get(way.at(-1) ?? ""))[0];
    const from = back === undefined ? -1 : way.indexOf(back);
    if (from !== -1) loops.push(way.slice(from));
  }
  return loops;
}

/** All Actions from which every way leads on to another of them, for ever. */
function trappedActions(actions: ReadonlyMap<string, Action>): ReadonlySet<string> {
  const trapped = new Set<string>();
  for (const [identifier, action] of actions) {
    if (actionTypes.get(action.type)?.asks === false && waysOn(action).length > 0) trapped.add(identifier);
  }
  for (let before = -1; before !== trapped.size; ) {
    before = trapped.size;
    for (const identifier of trapped) {
      if (!waysOn(actions.get(identifier)).every((next) => trapped.has(next))) trapped.delete(identifier);
    }
  }
  return trapped;
}

/** Where an Action that succeeds can lead. Empty: out of the flow. */
function waysOn(action: Action | undefined): readonly string[] {
  if (action === undefined) return [];
  const { nextAction, conditions, errors } = action.transitions;
  const otherwise = errors.find(({ errorType }) => errorType === "NoMatchingCondition")?.nextAction ?? nextAction;
  return [...conditions.map((condition) => condition.nextAction), ...(otherwise === undefined ? [] : [otherwise])];
}
