import { deciding, done, noResult } from "../action-type.ts";
import { listOf, oneOf } from "../parameter-kinds.ts";
import { group, withDefault } from "../parameters.ts";

/**
 * Set recording behavior. Nothing is recorded on this bench; the contact knows who would be. Analytics are ignored.
 * https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactrecordingbehavior.html
 */
export const updateContactRecordingBehavior = deciding({
  parameters: {
    RecordingBehavior: group({ RecordedParticipants: withDefault(listOf(oneOf("Agent", "Customer")), []) }),
  },
  results: noResult,
  errors: [],

  decide: ({ RecordingBehavior }) => done({ change: { recordedParticipants: RecordingBehavior.RecordedParticipants } }),
});
