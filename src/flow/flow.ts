/** The Flow language, Version 2019-10-30: what a contact flow says, as data. Terms and nesting follow the AWS reference. */
export interface ContactFlow {
  readonly name: string;
  readonly startAction: string;
  readonly actions: ReadonlyMap<string, Action>;
}

/** How many Actions a flow may have: https://docs.aws.amazon.com/connect/latest/devguide/flow-language-example.html */
export const actionsMax = 250;

/** One step of a flow. */
export interface Action {
  readonly identifier: string;
  readonly type: string;
  /** As written, references and all. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly transitions: Transitions;
  /** Where the block lies on Connect's canvas, where the export says so. */
  readonly position: { readonly x: number; readonly y: number } | undefined;
}

/** Where to go after an Action: the first Condition that holds, else the Error that occurred, else NextAction. */
export interface Transitions {
  readonly nextAction: string | undefined;
  readonly conditions: readonly { readonly condition: Condition; readonly nextAction: string }[];
  readonly errors: readonly { readonly errorType: string; readonly nextAction: string }[];
}

export interface Condition {
  readonly operator: Operator;
  /** Exactly one for every operator that there is today. */
  readonly operand: string;
}

/** https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html */
export type Operator =
  | "Equals"
  | "TextStartsWith"
  | "TextEndsWith"
  | "TextContains"
  | "NumberGreaterThan"
  | "NumberGreaterOrEqualTo"
  | "NumberLessThan"
  | "NumberLessOrEqualTo";
