import { unreachable } from "../../assert.ts";
import { asking, noResult } from "../action-type.ts";

/** Disconnect: hang up. https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-disconnectparticipant.html */
export const disconnectParticipant = asking("disconnect", {
  parameters: {},
  results: noResult,
  errors: [],
  after: "ends",

  ask: () => ({ type: "disconnect" }),
  settle: (reply) => unreachable(reply),
});
