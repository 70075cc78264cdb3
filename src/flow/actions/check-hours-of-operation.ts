import { allOf, asking, done, failed } from "../action-type.ts";
import { named, orReference } from "../parameter-kinds.ts";
import { optional } from "../parameters.ts";

/**
 * Check hours of operation: of the named hours or, without a name, of the contact's queue.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-control-actions-checkhoursofoperation.html
 */
export const checkHoursOfOperation = asking("hours", {
  parameters: { HoursOfOperationId: optional(orReference(named("the id or ARN of hours of operation"))) },
  results: allOf("True", "False"),
  errors: ["NoMatchingError"],

  ask: ({ HoursOfOperationId }, { targetQueue }) =>
    HoursOfOperationId === undefined && targetQueue === undefined
      ? failed("NoMatchingError")
      : { type: "hours", hoursOfOperation: HoursOfOperationId, queue: targetQueue },

  settle: ({ type }) => {
    switch (type) {
      case "open":
        return done({ result: "True" });
      case "closed":
        return done({ result: "False" });
      case "failed":
        return failed("NoMatchingError");
    }
  },
});
