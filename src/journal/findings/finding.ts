import type { Millis } from "../../clock/clock.ts";
import type { ContactRecord } from "../contacts.ts";

/** Something that went wrong in a call: the API acted more often than the caller wished, or the flow took a branch that is not true of what it did. */
export interface Finding {
  readonly type: "duplicate-execution" | "orphaned-execution" | "false-failure" | "false-success";
  readonly contactId: string;
  /** The moment at which it had gone wrong. */
  readonly at: Millis;
  /** One sentence that somebody who does not know Connect understands. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** A line of the record that a finding rests on. */
export interface Evidence {
  /** The event's id. */
  readonly id: string;
  /** Milliseconds since the call's start. */
  readonly atMs: Millis;
  readonly says: string;
}

/** "7.2 s": a moment of the call, as people read it. */
export function seconds({ initiated }: ContactRecord, at: Millis): string {
  return `${((at - initiated.at) / 1_000).toFixed(1)} s`;
}

export function evidence(
  { initiated }: ContactRecord,
  event: { readonly id: string; readonly at: Millis },
  says: string,
): Evidence {
  return { id: event.id, atMs: Math.round(event.at - initiated.at), says };
}
