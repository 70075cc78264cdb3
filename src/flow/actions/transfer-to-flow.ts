import { asking, failed, noResult } from "../action-type.ts";
import { named, orReference } from "../parameter-kinds.ts";

/** Transfer to flow. https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-transfertoflow.html */
export const transferToFlow = asking("flow", {
  parameters: { ContactFlowId: orReference(named("the id or ARN of a flow")) },
  results: noResult,
  errors: ["NoMatchingError"],
  after: "leaves",

  ask: ({ ContactFlowId }) => ({ type: "flow", contactFlow: ContactFlowId }),
  settle: () => failed("NoMatchingError"),
});
