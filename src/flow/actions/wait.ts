import { allOf, asking, done, failed } from "../action-type.ts";
import { integer, listOf, oneOf, orReference } from "../parameter-kinds.ts";
import { exactlyOneOf, optional, withDefault } from "../parameters.ts";

/** Seven days at most. */
const seconds = optional(orReference(integer(1, 604_800)));

const eventNames = ["CustomerReturned", "BotParticipantDisconnected"] as const;

/**
 * Wait, for a time or for one of the events.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-wait.html
 *
 * The page calls the time TimeoutSeconds; exported flows have TimeLimitSeconds.
 */
export const wait = asking("wait", {
  parameters: {
    TimeLimitSeconds: seconds,
    TimeoutSeconds: seconds,
    Events: withDefault(listOf(oneOf(...eventNames)), []),
  },
  rules: [exactlyOneOf("TimeLimitSeconds", "TimeoutSeconds")],
  results: ({ Events }) =>
    allOf("WaitCompleted", ...eventNames.filter((name) => Array.isArray(Events) && Events.includes(name))),
  errors: ["NoMatchingError", "ParticipantNotFound"],

  ask: ({ TimeLimitSeconds, TimeoutSeconds, Events }) => ({
    type: "wait",
    durationMs: (TimeLimitSeconds ?? TimeoutSeconds ?? 0) * 1_000,
    events: Events,
  }),

  settle: (reply) => {
    switch (reply.type) {
      case "completed":
        return done({ result: "WaitCompleted" });
      case "event":
        return done({ result: reply.event });
      case "failed":
        return failed("NoMatchingError");
    }
  },
});
