import { asking, done } from "../action-type.ts";

/**
 * Distribute by percentage: a number from 1 to 100, compared with ascending limits.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-distributebypercentage.html
 */
export const distributeByPercentage = asking("percentage", {
  parameters: {},
  results: { type: "open", operators: ["NumberLessThan"] },
  errors: ["NoMatchingCondition"],

  ask: () => ({ type: "percentage" }),
  settle: ({ percentage }) => done({ result: String(percentage) }),
});
