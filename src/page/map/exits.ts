import { isOperator, operators } from "../../flow/condition.ts";
import type { EventOf } from "../../journal/event.ts";
import type { FlowView } from "../protocol.ts";

export type FlowAction = FlowView["actions"][number];

/** One way out of a block, as the canvas shows it: a row of the block, and a line from it to another block. */
export type Exit =
  | { readonly kind: "next"; readonly isOnly: boolean; readonly to: string }
  | { readonly kind: "condition"; readonly operator: string; readonly operand: string; readonly to: string }
  | { readonly kind: "error"; readonly errorType: string; readonly to: string };

/**
 * The ways out of an Action. Exports of an Action with Conditions repeat one of its branches as NextAction, and the
 * canvas shows that branch once: so does this.
 */
export function exitsOf({ transitions: { nextAction, conditions, errors } }: FlowAction): readonly Exit[] {
  const branches: readonly Exit[] = [
    ...conditions.map(({ operator, operand, nextAction: to }) => ({
      kind: "condition" as const,
      operator,
      operand,
      to,
    })),
    ...errors.map(({ errorType, nextAction: to }) => ({ kind: "error" as const, errorType, to })),
  ];
  if (nextAction === undefined || (conditions.length > 0 && branches.some(({ to }) => to === nextAction))) {
    return branches;
  }
  return [{ kind: "next", isOnly: conditions.length === 0, to: nextAction }, ...branches];
}

/**
 * Which of them an Action took. The record says how it ended and where that led; where several ways lead there, the
 * first is taken that fits how it ended. Undefined: none, the contact left the flow.
 */
export function exitTaken(
  exits: readonly Exit[],
  { nextAction, result, error }: Pick<EventOf<"action.finished">, "nextAction" | "result" | "error">,
): number | undefined {
  const fits = (exit: Exit): boolean => {
    switch (exit.kind) {
      case "next":
        return error === undefined && result === undefined;
      case "condition":
        return result !== undefined && holds(exit.operator, result, exit.operand);
      case "error":
        return exit.errorType === (error ?? "NoMatchingCondition");
    }
  };
  const there = [...exits.entries()].filter(([, { to }]) => to === nextAction);
  const kind = error === undefined ? "condition" : "error";
  const [index] =
    there.find(([, exit]) => fits(exit)) ?? there.find(([, exit]) => exit.kind === kind) ?? there[0] ?? [];
  return index;
}

/** Undecided where the operand is a reference: its value is not in the record. */
function holds(operator: string, result: string, operand: string): boolean {
  return isOperator(operator) && operators[operator](result, operand);
}

/** "1", "≥ 101": a Condition in so few signs that it fits on the block. */
export function conditionText(operator: string, operand: string): string {
  return (signs[operator] ?? ((text: string) => `${operator} ${text}`))(operand);
}

const signs: Readonly<Record<string, (operand: string) => string>> = {
  Equals: (operand) => operand,
  TextStartsWith: (operand) => `${operand}…`,
  TextEndsWith: (operand) => `…${operand}`,
  TextContains: (operand) => `…${operand}…`,
  NumberGreaterThan: (operand) => `> ${operand}`,
  NumberGreaterOrEqualTo: (operand) => `≥ ${operand}`,
  NumberLessThan: (operand) => `< ${operand}`,
  NumberLessOrEqualTo: (operand) => `≤ ${operand}`,
};
