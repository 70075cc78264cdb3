import { deciding, done, noResult } from "../action-type.ts";
import { named, orReference } from "../parameter-kinds.ts";
import { exactlyOneOf, optional } from "../parameters.ts";

/**
 * Set working queue. Whether there is such a queue shows when the contact is transferred to it.
 * https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontacttargetqueue.html
 */
export const updateContactTargetQueue = deciding({
  parameters: {
    QueueId: optional(orReference(named("the id or ARN of a queue"))),
    AgentId: optional(orReference(named("the id or ARN of an agent"))),
  },
  rules: [exactlyOneOf("QueueId", "AgentId")],
  results: noResult,
  errors: ["NoMatchingError"],

  // An agent's own queue is called as in its ARN, `…/queue/agent/<agent id>`.
  decide: ({ QueueId, AgentId }) => done({ change: { targetQueue: QueueId ?? `agent/${AgentId}` } }),
});
