import type { Finding } from "../../journal/findings/finding.ts";
import type { Choice, Deviation } from "../choices.ts";

/** The version of the file. A reader refuses a higher one. */
export const counterexampleVersion = 1;

/** Which line was searched, with which caller: what a run needs besides its deviations. */
export interface Subject {
  /** The instance file, or the name of a model. */
  readonly instance: string;
  readonly number: string;
  readonly from: string;
  readonly presses: readonly string[];
  /** Of the run's ids. */
  readonly seed: number;
}

/** A run that shows a finding: plain JSON, and all that is needed to play it again. */
export interface Counterexample extends Subject {
  readonly version: typeof counterexampleVersion;
  readonly deviations: readonly NamedDeviation[];
  /** What the run shows. */
  readonly findings: readonly { readonly type: Finding["type"]; readonly place: string; readonly message: string }[];
}

/** A deviation with the words for it, for whoever reads the file. */
export interface NamedDeviation extends Deviation {
  readonly subject: string;
  readonly name: string;
}

export function named(choices: readonly Choice[]): readonly NamedDeviation[] {
  return choices.flatMap(({ point, taken }) =>
    taken === point.options[0] ? [] : [{ point: point.id, option: taken.id, subject: point.subject, name: taken.name }],
  );
}
