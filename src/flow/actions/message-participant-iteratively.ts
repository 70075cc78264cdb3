import { asking, done, someOf } from "../action-type.ts";
import { flag, integer, listOf } from "../parameter-kinds.ts";
import { group, optional } from "../parameters.ts";
import { message, onePrompt, prompt } from "../prompt.ts";

/**
 * Loop prompts.
 * https://docs.aws.amazon.com/connect/latest/devguide/participant-actions-messageparticipantiteratively.html
 */
export const messageParticipantIteratively = asking("messages", {
  parameters: {
    Messages: listOf(group(prompt, onePrompt)),
    InterruptFrequencySeconds: optional(integer(1)),
    ContinueMessagingDuringInterrupt: optional(flag),
  },
  results: someOf("MessagesInterrupted"),
  errors: ["NoMatchingError"],
  after: "stays",

  ask: ({ Messages, InterruptFrequencySeconds }) => ({
    type: "messages",
    messages: Messages.map(message),
    interruptMs: InterruptFrequencySeconds === undefined ? undefined : InterruptFrequencySeconds * 1_000,
  }),
  settle: ({ type }) => (type === "interrupted" ? done({ result: "MessagesInterrupted" }) : done()),
});
