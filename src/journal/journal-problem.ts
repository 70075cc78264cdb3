import { journalVersion } from "./event.ts";

/** Why a text is no journal that this ringonce can read. Lines count from 1. */
export type JournalProblem =
  | { readonly type: "empty" }
  | { readonly type: "notJson"; readonly line: number }
  /** JSON, but nothing that a journal has in it. */
  | { readonly type: "noEvent"; readonly line: number }
  /** An event that lacks a field, or has something else in it than an event of its type. */
  | { readonly type: "incomplete"; readonly line: number; readonly eventType: string; readonly field: string }
  /** Events, but not from the first one on. */
  | { readonly type: "noStart"; readonly line: number }
  | { readonly type: "laterVersion"; readonly version: number };

/** What comes after the file's name: "is not a ringonce journal: line 3 is not JSON". */
export function describeJournalProblem(problem: JournalProblem): string {
  return problem.type === "laterVersion"
    ? `is a journal of a later ringonce (version ${problem.version}; this one reads up to ${journalVersion})`
    : `is not a ringonce journal: ${why(problem)}`;
}

/** What to do about it. */
export function remedyOf({ type }: JournalProblem): string {
  return type === "laterVersion"
    ? "Update ringonce to read it."
    : "Choose a .jsonl file that ringonce wrote, as in .ringonce/journals/.";
}

function why(problem: Exclude<JournalProblem, { type: "laterVersion" }>): string {
  switch (problem.type) {
    case "empty":
      return "it is empty";
    case "notJson":
      return `line ${problem.line} is not JSON`;
    case "noEvent":
      return `line ${problem.line} is JSON, but no event of a call`;
    case "incomplete":
      return `in line ${problem.line} the field "${problem.field}" of ${problem.eventType} is missing or wrong`;
    case "noStart":
      return `line ${problem.line} is not the event that every journal begins with, journal.opened`;
  }
}
