import type { ActionType, Results } from "./action-type.ts";
import type { Condition } from "./flow.ts";
import { show } from "./json.ts";
import type { Written } from "./parameters.ts";
import type { Reading } from "./reading.ts";
import { didYouMean } from "./suggest.ts";
import { referencesIn } from "./template.ts";

/** Transitions as they were read, those that lead nowhere included. */
interface ReadTransitions {
  /** Whether there is a NextAction. */
  readonly onward: boolean;
  readonly conditions: readonly { readonly condition: Condition | undefined; readonly at: Reading }[];
  readonly errors: readonly { readonly errorType: string | undefined; readonly at: Reading }[];
}

/** An Action of a type that the bench knows, as far as its Transitions depend on it. */
export interface TypedAction {
  readonly name: string;
  readonly type: ActionType;
  readonly parameters: Written;
}

/** Checks Transitions against what the Action's type allows and what it must have. */
export function checkTransitions(transitions: ReadTransitions, reading: Reading, action: TypedAction): void {
  const { onward, conditions, errors } = transitions;
  const { name, type } = action;
  if (type.after === "ends") {
    if (!onward && conditions.length === 0 && errors.length === 0) return;
    reading.wrong("transition-after-end", `must be empty: nothing follows ${name}.`);
    return;
  }
  const results = type.results(action.parameters);
  for (const { condition, at } of conditions) {
    if (condition !== undefined) checkCondition(condition, at.at("Condition"), results, name);
  }
  for (const { errorType, at } of errors) {
    if (errorType !== undefined) checkErrorType(errorType, at.at("ErrorType"), action);
  }
  switch (type.after) {
    case "next":
      checkNext(transitions, reading, results, name);
      return;
    case "leaves":
      if (!onward && errors.length === 0) {
        reading.wrong("transition-missing", `have no way on for a ${name} that fails: add NoMatchingError to Errors.`);
      }
      return;
    case "stays":
      return;
  }
}

function checkCondition({ operator, operand }: Condition, reading: Reading, results: Results, name: string): void {
  switch (results.type) {
    case "none":
      reading.wrong("condition-not-allowed", `can never hold: this ${name} has no result to compare.`);
      return;
    case "open":
      if (results.operators === "any" || results.operators.includes(operator)) return;
      reading.at("Operator").wrong("condition-operator", `must be ${results.operators.join(" or ")} after ${name}.`);
      return;
    case "listed":
      if (operator !== "Equals") reading.at("Operator").wrong("condition-operator", `must be Equals after ${name}.`);
      if (results.results.includes(operand) || referencesIn(operand).length > 0) return;
      reading
        .at("Operands", 0)
        .wrong("condition-operand", `is ${show(operand)}, but ${name} results in ${results.results.join(", ")} only.`);
  }
}

function checkErrorType(errorType: string, reading: Reading, { name, type }: TypedAction): void {
  // "Invoked when an error occurs and no other Error matches": real flows have it on types that list no error, too.
  const known = [...new Set([...type.errors, "NoMatchingError"])];
  if (known.includes(errorType)) return;
  const hint = didYouMean(errorType, known);
  reading.wrong("error-type", `is ${show(errorType)}, but ${name} fails with ${known.join(", ")} only.${hint}`);
}

/** Every result needs a way on. Errors need none here: where they have none, the contact ends. */
function checkNext(
  { onward, conditions, errors }: ReadTransitions,
  reading: Reading,
  results: Results,
  name: string,
): void {
  if (results.type === "none") {
    if (!onward) reading.wrong("transition-missing", `have no NextAction. Say which Action follows this ${name}.`);
    return;
  }
  if (results.type === "listed" && results.all) {
    for (const result of results.results) {
      if (conditions.some(({ condition }) => condition === undefined || condition.operand === result)) continue;
      reading.wrong("condition-missing", `have no Condition for ${show(result)}, which ${name} needs.`);
    }
    return;
  }
  if (onward || errors.some(({ errorType }) => errorType === "NoMatchingCondition")) return;
  reading.wrong("transition-missing", "have no way on when no Condition holds: add NoMatchingCondition to Errors.");
}
