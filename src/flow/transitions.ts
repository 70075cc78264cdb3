import { isOperator, operators } from "./condition.ts";
import { actionsMax, type Condition, type Transitions } from "./flow.ts";
import { isRecord, show } from "./json.ts";
import type { Written } from "./parameters.ts";
import type { Reading } from "./reading.ts";
import { unknownReference } from "./reference.ts";
import { didYouMean } from "./suggest.ts";
import { referencesIn } from "./template.ts";
import { checkTransitions, type TypedAction } from "./transition-rules.ts";

/** Reads where to go after an Action. What cannot be followed is a problem, and left out. */
export function readTransitions(
  value: unknown,
  reading: Reading,
  identifiers: ReadonlySet<string>,
  /** Undefined for a type that the bench does not know: then only the targets can be checked. */
  action: TypedAction | undefined,
): Transitions {
  const written = value === undefined ? {} : value;
  if (!isRecord(written)) {
    reading.wrong("transitions", `must be an object, but is ${show(written)}.`);
    return { nextAction: undefined, conditions: [], errors: [] };
  }
  const { NextAction, Conditions, Errors } = written;
  const nextAction = NextAction === undefined ? undefined : target(NextAction, reading.at("NextAction"), identifiers);
  const conditions = entries(Conditions, reading.at("Conditions")).map(({ entry, at }) => ({
    condition: condition(entry.Condition, at.at("Condition")),
    nextAction: target(entry.NextAction, at.at("NextAction"), identifiers),
    at,
  }));
  const errors = entries(Errors, reading.at("Errors")).map(({ entry, at }) => ({
    errorType: errorType(entry.ErrorType, at.at("ErrorType")),
    nextAction: target(entry.NextAction, at.at("NextAction"), identifiers),
    at,
  }));
  if (action !== undefined) {
    checkTransitions({ onward: NextAction !== undefined, conditions, errors }, reading, action);
  }
  return {
    nextAction,
    conditions: conditions.flatMap(({ condition, nextAction }) =>
      condition === undefined || nextAction === undefined ? [] : { condition, nextAction },
    ),
    errors: errors.flatMap(({ errorType, nextAction }) =>
      errorType === undefined || nextAction === undefined ? [] : { errorType, nextAction },
    ),
  };
}

function entries(value: unknown, reading: Reading): readonly { entry: Written; at: Reading }[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    reading.wrong("transitions", `must be a list, but is ${show(value)}.`);
    return [];
  }
  return value.flatMap((entry, index) => {
    const at = reading.at(index);
    if (isRecord(entry)) return { entry, at };
    at.wrong("transitions", `must be an object, but is ${show(entry)}.`);
    return [];
  });
}

function target(value: unknown, reading: Reading, identifiers: ReadonlySet<string>): string | undefined {
  if (typeof value !== "string") {
    reading.wrong("transition-target", `must be the Identifier of the Action to go to, but is ${show(value)}.`);
  } else if (!identifiers.has(value)) {
    const hint = identifiers.size > actionsMax ? "" : didYouMean(value, identifiers);
    reading.wrong("transition-target", `leads to ${show(value)}, and no Action has that Identifier.${hint}`);
  } else return value;
  return undefined;
}

function errorType(value: unknown, reading: Reading): string | undefined {
  if (typeof value === "string") return value;
  reading.wrong("error-type", `must be the name of an error, such as "NoMatchingError", but is ${show(value)}.`);
  return undefined;
}

function condition(value: unknown, reading: Reading): Condition | undefined {
  if (!isRecord(value)) {
    reading.wrong("condition", `must be an object with Operator and Operands, but is ${show(value)}.`);
    return undefined;
  }
  if (value.Operator === "And" || value.Operator === "Or") {
    const instead = `use one Compare after the other instead of ${value.Operator}`;
    reading.at("Operator").wrong("not-reproduced", `is not reproduced by ringonce: ${instead}.`);
    return undefined;
  }
  const operator = operatorOf(value.Operator, reading.at("Operator"));
  const operand = operandOf(value.Operands, reading.at("Operands"));
  return operator === undefined || operand === undefined ? undefined : { operator, operand };
}

function operatorOf(value: unknown, reading: Reading): Condition["operator"] | undefined {
  if (typeof value === "string" && isOperator(value)) return value;
  const known = Object.keys(operators);
  const hint = typeof value === "string" ? didYouMean(value, known) : "";
  reading.wrong("condition-operator", `must be one of ${known.join(", ")}, but is ${show(value)}.${hint}`);
  return undefined;
}

function operandOf(value: unknown, reading: Reading): string | undefined {
  const operand = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  if (typeof operand !== "string" && typeof operand !== "number" && typeof operand !== "boolean") {
    reading.wrong("condition-operand", `must be a list of exactly one text, such as ["1"], but is ${show(value)}.`);
    return undefined;
  }
  for (const reference of referencesIn(String(operand))) {
    const unknown = unknownReference(reference);
    if (unknown !== undefined)
      reading.at(0).wrong("reference-unknown", `refers to ${reference.text}, which ${unknown}.`);
  }
  return String(operand);
}
