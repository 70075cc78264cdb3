import type { JournalEvent } from "../journal/event.ts";
import type { Finding } from "../journal/findings/finding.ts";
import type { JournalProblem } from "../journal/journal-problem.ts";
import type { Verdict } from "../journal/verdict.ts";

/** What the page and its server tell each other. */

/** GET /instance: what is there beside the journals. */
export type Served =
  | ({ readonly type: "line" } & InstanceView)
  /** Nothing can be dialled. `flows`: on which the calls are drawn, where the instance is known. */
  | { readonly type: "journals"; readonly flows: readonly FlowView[] | undefined };

/** A line that is up. */
export interface InstanceView {
  readonly alias: string;
  readonly region: string;
  readonly phoneNumbers: readonly { readonly number: string; readonly flow: string }[];
  readonly flows: readonly FlowView[];
  readonly functions: readonly { readonly name: string; readonly timeoutMs: number }[];
  readonly externals: readonly {
    readonly name: string;
    readonly role: "api" | "store";
    /** GET /externals/:name/listing is there. */
    readonly hasListing: boolean;
    /** POST /externals/:name/reset empties it. */
    readonly hasReset: boolean;
  }[];
  /** The ways in which an external API can be made to fail. */
  readonly faults: readonly string[];
  /** Calls that show something, as the instance file names them. */
  readonly examples: readonly ExampleView[];
  /** The journal that is being written. */
  readonly journal: string;
}

export interface ExampleView {
  readonly title: string;
  readonly number: string;
  /** An entry for each time that the line asks. */
  readonly press: readonly string[];
  readonly conditions: Readonly<Record<string, ConditionWish>>;
}

export interface FlowView {
  readonly name: string;
  readonly arn: string;
  /** As in the record of a call that enters it. */
  readonly digest: string;
  readonly startAction: string;
  readonly actions: readonly {
    readonly identifier: string;
    readonly type: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly transitions: {
      readonly nextAction: string | undefined;
      readonly conditions: readonly {
        readonly operator: string;
        readonly operand: string;
        readonly nextAction: string;
      }[];
      readonly errors: readonly { readonly errorType: string; readonly nextAction: string }[];
    };
    readonly position: { readonly x: number; readonly y: number } | undefined;
  }[];
}

/** POST /phones: a call that somebody makes by hand. */
export interface DialWish {
  readonly number: string;
  readonly from?: string;
  /** How each external API behaves during this call. One that is not named: as it comes. */
  readonly conditions?: Readonly<Record<string, ConditionWish>>;
  /** In simulated time, so many times faster than life, but as in life while the line waits for a key. Missing: in real time. */
  readonly speed?: number;
}

export interface ConditionWish {
  /** Answers are held back until so long after the request; the API's work is done at once. */
  readonly latencyMs?: number | undefined;
  readonly fault?: string | undefined;
}

/** Its answer. */
export interface Dialled {
  readonly contactId: string;
  readonly journal: string;
}

/**
 * GET /calls/:id/events, a WebSocket: the call's part of the journal, as it grows. `?after=N` leaves out the first N
 * events. `index` counts them within the call, from 0.
 */
export type CallMessage =
  | { readonly type: "event"; readonly index: number; readonly event: JournalEvent }
  /** In simulated time: which moment it is now, and how fast time was chosen to go. */
  | { readonly type: "time"; readonly now: number; readonly speed: number }
  /** The call and all that it set off is over, or `problem` says why it cannot go on: the last message. */
  | { readonly type: "over"; readonly problem: string | undefined }
  /** The line knows no such call, or no longer: the only message. */
  | { readonly type: "unknown" };

/** GET /externals/:name/listing, a WebSocket: what an API has made, now and whenever that has changed. */
export type ListingMessage =
  | { readonly type: "listed"; readonly listed: readonly unknown[] }
  | { readonly type: "failed"; readonly failure: ListingFailure };

/** Why an API's listing cannot be shown. */
export type ListingFailure =
  /** The instance has no such API, or does not say where it lists anything. */
  | { readonly type: "unknown" }
  | { readonly type: "unreachable" }
  | { readonly type: "late" }
  | { readonly type: "refused"; readonly status: number }
  | { readonly type: "tooLong" }
  /** What came is no JSON, or has no list in it. */
  | { readonly type: "noList" };

/** GET /journals: the records that there are. */
export interface JournalList {
  /** The one that was written last is the first. */
  readonly journals: readonly JournalSummary[];
  /** So many older ones are there too. */
  readonly notListed: number;
}

export interface JournalSummary {
  readonly name: string;
  /** Its calls were made in simulated time. */
  readonly isSimulated: boolean;
  readonly calls: readonly CallSummary[];
  /** Why its calls are not listed, where they are not. */
  readonly problem: ShelfProblem | undefined;
}

export type ShelfProblem =
  | JournalProblem
  | { readonly type: "tooLong"; readonly megabytes: number }
  | { readonly type: "unreadable"; readonly why: string };

export interface CallSummary {
  readonly contactId: string;
  readonly at: number;
  readonly from: string;
  readonly to: string;
  /** The flow that answered it; null: the record ends before. */
  readonly flow: string | null;
  /** Null: the record ends before, or the call goes on. */
  readonly endedBy: string | null;
  /** The line has it in hand, or something that it set off. */
  readonly isLive: boolean;
  readonly findings: number;
}

/** POST /simulations: the same call under other circumstances, in simulated time. Its answer is the events of its journal, a line each. */
export interface SimulationWish extends Omit<DialWish, "speed"> {
  /** What the caller presses, an entry for each time that the line asks. */
  readonly press: readonly string[];
  /** So long every Invoke block waits. */
  readonly blockSeconds: number;
  /** So long every function may take. */
  readonly functionSeconds: number;
}

/** POST /sweeps: the same call under each pair of time-outs. Its answer is a SweepLine each, as soon as it has been played. */
export interface SweepWish extends Omit<SimulationWish, "blockSeconds" | "functionSeconds"> {
  readonly blocks: readonly number[];
  readonly functions: readonly number[];
}

/** A call that was played; or, as the last line, why no more can be. */
export type SweepLine = SweptCell | { readonly problem: string };

export interface SweptCell extends Verdict {
  readonly blockSeconds: number;
  readonly functionSeconds: number;
  readonly findings: readonly Finding["type"][];
}
