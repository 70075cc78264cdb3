import { SaxesParser } from "saxes";
import type { Message } from "../flow/effect.ts";

/** What a message sounds like, as a text to read: SSML without its marks, recordings by their name. */
export function spoken(message: Message): string {
  if ("text" in message) return message.text;
  if ("ssml" in message) return withoutMarks(message.ssml);
  if ("promptId" in message) return `[prompt ${message.promptId}]`;
  return `[audio ${message.mediaUri}]`;
}

/** SSML that is not well-formed is shown as it stands. */
function withoutMarks(ssml: string): string {
  const parser = new SaxesParser();
  let text = "";
  let wellFormed = true;
  parser.on("text", (part) => {
    text += part;
  });
  parser.on("opentag", ({ name }) => {
    if (name === "break" || name === "p" || name === "s") text += " ";
  });
  parser.on("error", () => {
    wellFormed = false;
  });
  parser.write(ssml).close();
  return wellFormed ? text.replace(/\s+/g, " ").trim() : ssml;
}
