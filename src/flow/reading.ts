import { type JsonText, show } from "./json.ts";
import { type Path, pathText } from "./path.ts";
import type { Problem } from "./problem.ts";

/** A value that is being read: whoever finds fault with it says so here, and the place goes with it. */
export interface Reading {
  /** True while a file is read: values still have their references. False in a call, where they are replaced. */
  readonly asWritten: boolean;
  /** The same for a member of the value. */
  at(...keys: readonly (string | number)[]): Reading;
  /** The rest of the sentence that starts with the value's name: `must be …`, `is missing: …`. */
  wrong(rule: string, predicate: string): void;
}

/** For values in a call: there a fault is an outcome of the Action, and no one's problem. */
export const inCall: Reading = { asWritten: false, at: () => inCall, wrong: () => {} };

/** For values in a file: every fault is added to `problems`. `subject` is what the value at `start` is called. */
export function inFile(
  json: JsonText,
  problems: Problem[],
  { subject, start, action }: { subject: string; start: Path; action: string | undefined },
): Reading {
  const reading = (below: Path): Reading => ({
    asWritten: true,
    at: (...keys) => reading([...below, ...keys]),
    wrong: (rule, predicate) => {
      const place = json.placeOf([...start, ...below]);
      problems.push({
        rule,
        message: `${below.length === 0 ? subject : pathText(below)} ${predicate}`,
        place: action === undefined ? place : { ...place, action },
      });
    },
  });
  return reading([]);
}

/** The most frequent fault: a value of the wrong kind, or out of range. */
export function mustBe(says: string, value: unknown, reading: Reading): void {
  reading.wrong("parameter-value", `must be ${says}, but is ${show(value)}.`);
}
