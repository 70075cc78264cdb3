import pc from "picocolors";
import type { Finding } from "../journal/findings/finding.ts";

/** What a person reads when the call is over: the findings, and where the record is. */
export function closingWords(found: readonly Pick<Finding, "type" | "message">[], journal: string): string {
  const head =
    found.length === 0
      ? pc.green("No findings.")
      : pc.red(found.length === 1 ? "1 finding" : `${found.length} findings`);
  const list = found.map(({ type, message }) => `  ${pc.bold(type)}\n    ${message}`);
  return `\n${[head, ...list].join("\n")}\n\nJournal: ${journal}\n`;
}
