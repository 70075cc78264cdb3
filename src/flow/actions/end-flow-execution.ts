import { deciding, done, noResult } from "../action-type.ts";

/**
 * End flow / Resume: the flow is over, and nobody hangs up.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-endflowexecution.html
 */
export const endFlowExecution = deciding({
  parameters: {},
  results: noResult,
  errors: [],
  after: "ends",

  decide: () => done({ left: true }),
});
