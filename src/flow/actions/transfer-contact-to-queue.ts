import { asking, done, failed, noResult } from "../action-type.ts";

/**
 * Transfer to queue, the one that Set working queue chose. Without one there is no queue to go to.
 * https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-transfercontacttoqueue.html
 */
export const transferContactToQueue = asking("queue", {
  parameters: {},
  results: noResult,
  errors: ["QueueAtCapacity", "NoMatchingError"],
  after: "leaves",

  ask: (_, { targetQueue }) =>
    targetQueue === undefined ? failed("NoMatchingError") : { type: "queue", queue: targetQueue },

  settle: ({ type }) => {
    switch (type) {
      case "queued":
        return done({ left: true });
      case "atCapacity":
        return failed("QueueAtCapacity");
      case "failed":
        return failed("NoMatchingError");
    }
  },
});
