import { deciding, done, noResult } from "../action-type.ts";
import { dynamic, named } from "../parameter-kinds.ts";
import { optional } from "../parameters.ts";

/**
 * Set voice. That Connect has such a voice is not checked here.
 * https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontacttexttospeechvoice.html
 */
export const updateContactTextToSpeechVoice = deciding({
  parameters: {
    TextToSpeechVoice: dynamic(named("the name of a voice")),
    TextToSpeechEngine: optional(dynamic(named("the name of an engine"))),
    TextToSpeechStyle: optional(dynamic(named("the name of a style"))),
  },
  results: noResult,
  errors: ["NoMatchingError"],

  decide: ({ TextToSpeechVoice, TextToSpeechEngine, TextToSpeechStyle }) =>
    done({ change: { voice: { name: TextToSpeechVoice, engine: TextToSpeechEngine, style: TextToSpeechStyle } } }),
});
