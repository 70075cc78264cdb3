import { deciding, done, noResult } from "../action-type.ts";
import { dynamic, mapOf, text } from "../parameter-kinds.ts";
import { group } from "../parameters.ts";

/** Set flow attributes. https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-updateflowattributes.html */
export const updateFlowAttributes = deciding({
  parameters: { FlowAttributes: mapOf(group({ Value: dynamic(text) })) },
  results: noResult,
  errors: ["NoMatchingError"],

  decide: ({ FlowAttributes }, contact) => {
    const set = Object.entries(FlowAttributes).map(([name, { Value }]) => [name, Value] as const);
    return done({ change: { flowAttributes: { ...contact.flowAttributes, ...Object.fromEntries(set) } } });
  },
});
