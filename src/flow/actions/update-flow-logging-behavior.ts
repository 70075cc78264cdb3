import { deciding, done, noResult } from "../action-type.ts";
import { oneOf } from "../parameter-kinds.ts";

/**
 * Set logging behavior: for the rest of the contact, in other flows too.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-updateflowloggingbehavior.html
 */
export const updateFlowLoggingBehavior = deciding({
  parameters: { FlowLoggingBehavior: oneOf("Enabled", "Disabled") },
  results: noResult,
  errors: [],

  decide: ({ FlowLoggingBehavior }) => done({ change: { flowLogging: FlowLoggingBehavior === "Enabled" } }),
});
