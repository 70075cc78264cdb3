import pc from "picocolors";
import { formatLine, type TimelineLine } from "../journal/timeline.ts";

/** A line of the timeline for a terminal; without colours where the terminal, or NO_COLOR, wants none. */
export function coloured(line: TimelineLine): string {
  const text = formatLine(line);
  if (line.alarming) return pc.red(text);
  switch (line.subject) {
    case "say":
      return pc.cyan(text);
    case "press":
      return pc.green(text);
    case "deviation":
      return pc.yellow(text);
    case "log":
    case "branch":
    case "flow":
      return pc.dim(text);
    case "call":
    case "end":
    case "invoke":
    case "attempt":
    case "limit":
    case "api":
      return text;
  }
}
