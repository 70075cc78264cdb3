import { anyResult, deciding, done } from "../action-type.ts";
import { reference } from "../parameter-kinds.ts";

/** Check contact attributes. https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-compare.html */
export const compare = deciding({
  parameters: { ComparisonValue: reference },
  results: anyResult,
  errors: ["NoMatchingCondition"],

  decide: ({ ComparisonValue }) => done({ result: ComparisonValue }),
});
