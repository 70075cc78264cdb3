import type { Operator } from "./flow.ts";

/**
 * How an Action's result is compared with the operand of a Condition: case-sensitive, and where a number is asked
 * for, false unless both sides are one. https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html
 */
export const operators: Readonly<Record<Operator, (result: string, operand: string) => boolean>> = {
  Equals: (result, operand) => result === operand,
  TextStartsWith: (result, operand) => result.startsWith(operand),
  TextEndsWith: (result, operand) => result.endsWith(operand),
  TextContains: (result, operand) => result.includes(operand),
  // Every comparison with NaN is false.
  NumberGreaterThan: (result, operand) => numeric(result) > numeric(operand),
  NumberGreaterOrEqualTo: (result, operand) => numeric(result) >= numeric(operand),
  NumberLessThan: (result, operand) => numeric(result) < numeric(operand),
  NumberLessOrEqualTo: (result, operand) => numeric(result) <= numeric(operand),
};

/** What AWS calls numeric is not documented. Chosen: a decimal number as people write it, no spaces, no exponent. */
function numeric(text: string): number {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
}

export function isOperator(name: string): name is Operator {
  return Object.hasOwn(operators, name);
}
