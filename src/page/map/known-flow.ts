import type { FlowView } from "../protocol.ts";
import type { Passage } from "./course.ts";

/** A flow to draw a call on. */
export interface KnownFlow {
  readonly flow: FlowView;
  /** It was not the same during the call, but all that the call came through is there. */
  readonly isChanged: boolean;
}

/** The flow that a call came through, as it is known here; or why it cannot be drawn on it. */
export function knownFlow(
  { flow: name, arn: recorded, digest, visits }: Passage,
  flows: readonly FlowView[],
): KnownFlow | "other" | "changed" {
  const flow = flows.find((one) => one.name === name && (recorded ?? one.arn) === one.arn);
  if (flow === undefined) return "other";
  const types = new Map(flow.actions.map(({ identifier, type }) => [identifier, type]));
  const fits = [...visits].every(([action, [visit]]) => types.get(action) === visit?.started.actionType);
  return fits ? { flow, isChanged: digest !== undefined && digest !== flow.digest } : "changed";
}
