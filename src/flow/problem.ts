/** Something that is wrong in a file: which rule it breaks, where, and what to do about it. A value, never thrown. */
export interface Problem {
  /** A short kebab-case name that stays the same between releases. */
  readonly rule: string;
  /** What is wrong and what to do, in one or two sentences. */
  readonly message: string;
  readonly place: Place;
}

/** Where in a file: as exact as is known. */
export interface Place {
  /** The file as the user named it; filled in by whoever read the file. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** The way to the value from the top of the file: `Actions[3].Parameters.Text`. */
  readonly path?: string;
  /** The Identifier of the Action it belongs to. */
  readonly action?: string;
}

/** In the order of a file. What has no place in it is first. */
export function byPlace({ place: one }: Problem, { place: other }: Problem): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}
