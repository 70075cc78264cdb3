import type { Message } from "./effect.ts";
import { dynamic, named, oneOf, orReference, text } from "./parameter-kinds.ts";
import { exactlyOneOf, group, optional, type Values } from "./parameters.ts";

/** The four ways to say what the caller hears, as MessageParticipant, its iterative twin and GetParticipantInput have them. */
export const prompt = {
  Text: optional(dynamic(text)),
  SSML: optional(dynamic(text)),
  PromptId: optional(orReference(named("the id or ARN of a prompt"))),
  Media: optional(
    group({ Uri: dynamic(named("the address of a recording")), SourceType: oneOf("S3"), MediaType: oneOf("Audio") }),
  ),
};

export const onePrompt = exactlyOneOf("Text", "SSML", "PromptId", "Media");

/** A Text that is empty once its references are replaced is silence; AWS does not say (chosen). */
export function message({ Text, SSML, PromptId, Media }: Values<typeof prompt>): Message {
  if (SSML !== undefined) return { ssml: SSML };
  if (PromptId !== undefined) return { promptId: PromptId };
  if (Media !== undefined) return { mediaUri: Media.Uri };
  return { text: Text ?? "" };
}
