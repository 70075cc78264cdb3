import { deciding, done, failed, noResult } from "../action-type.ts";
import { dynamic, mapOf, oneOf, text } from "../parameter-kinds.ts";
import { optional } from "../parameters.ts";

/**
 * 32 KB for a contact's attributes together: https://docs.aws.amazon.com/connect/latest/adminguide/connect-attrib-list.html
 * How AWS counts is not documented. Chosen: names and values in UTF-8.
 */
const attributesMaxBytes = 32 * 1_024;

/**
 * Set contact attributes: all of them or, when one cannot be set, none.
 * https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontactattributes.html
 */
export const updateContactAttributes = deciding({
  parameters: {
    Attributes: mapOf(dynamic(text)),
    TargetContact: optional(oneOf("Current", "Related")),
  },
  results: noResult,
  errors: ["NoMatchingError"],

  decide: ({ Attributes, TargetContact }, contact) => {
    // A call that was dialled has no related contact.
    if (TargetContact === "Related") return failed("NoMatchingError");
    const attributes = { ...contact.attributes, ...Attributes };
    return fits(attributes) ? done({ change: { attributes } }) : failed("NoMatchingError");
  },
});

function fits(attributes: Readonly<Record<string, string>>): boolean {
  let units = 0;
  for (const name of Object.keys(attributes)) units += name.length + (attributes[name]?.length ?? 0);
  if (units * 3 <= attributesMaxBytes) return true; // UTF-8 takes three bytes for a UTF-16 unit at most.
  const bytes = Object.entries(attributes)
    .flat()
    .map((text) => Buffer.byteLength(text));
  return bytes.reduce((sum, size) => sum + size, 0) <= attributesMaxBytes;
}
