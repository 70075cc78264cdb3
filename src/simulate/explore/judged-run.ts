import type { JournalEvent } from "../../journal/event.ts";
import type { Finding } from "../../journal/findings/finding.ts";
import { findings } from "../../journal/findings/index.ts";
import type { Choices } from "../choices.ts";
import { placeOf } from "./place.ts";

/** What one run leaves behind. */
export interface RunRecord {
  readonly events: readonly JournalEvent[];
}

/**
 * Plays one run: a fresh line, one caller, a redial perhaps, to the end of the last orphan. Whatever is not settled
 * by what came before is asked of `choices`, so the same choices give the same run.
 */
export type Run = (choices: Choices) => RunRecord | Promise<RunRecord>;

/** A finding, and where in the line it is at home. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly place: string;
}

/** What went wrong in a run. Calls by the same caller to the same number are taken together: who dials again wants the same thing. */
export function judge({ events }: RunRecord): readonly PlacedFinding[] {
  return findings(events, { redials: true }).map((finding) => ({ finding, place: placeOf(finding, events) }));
}
