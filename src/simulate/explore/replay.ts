import { BenchError } from "../../bench-error.ts";
import { following, unmet } from "../choices.ts";
import type { Counterexample } from "./counterexample.ts";
import { judge, type PlacedFinding, type Run, type RunRecord } from "./judged-run.ts";

export interface Replay {
  readonly record: RunRecord;
  readonly found: readonly PlacedFinding[];
  /** Whether it shows everything that it once showed. */
  readonly reproduced: boolean;
}

/**
 * Plays a counterexample once more.
 * @throws BenchError ERR_REPLAY_STRAYED when the run does not come to one of the counterexample's deviations.
 */
export async function replay({ deviations, findings }: Counterexample, run: Run): Promise<Replay> {
  const choices = following(deviations);
  const record = await run(choices);
  const [missed] = unmet(deviations, choices);
  if (missed !== undefined) {
    const what = choices.met(missed.point) ? `${missed.option} is no option at` : "the run does not come to";
    throw new BenchError(
      "ERR_REPLAY_STRAYED",
      `the counterexample cannot be replayed, because ${what} ${missed.point}. The line has changed since it was found: explore again.`,
    );
  }
  const found = judge(record);
  const reproduced = findings.every((once) =>
    found.some(({ finding, place }) => finding.type === once.type && place === once.place),
  );
  return { record, found, reproduced };
}
