import { asking, done, noResult } from "../action-type.ts";
import { message, onePrompt, prompt } from "../prompt.ts";

/** Play prompt. https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-messageparticipant.html */
export const messageParticipant = asking("message", {
  parameters: prompt,
  rules: [onePrompt],
  results: noResult,
  errors: ["NoMatchingError"],

  ask: (values) => ({ type: "message", message: message(values) }),
  settle: () => done(),
});
