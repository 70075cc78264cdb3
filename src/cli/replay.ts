import pc from "picocolors";
import { BenchError } from "../bench-error.ts";
import type { Clock } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { JournalFile } from "../journal/file.ts";
import { Journal } from "../journal/journal.ts";
import type { Counterexample } from "../simulate/explore/counterexample.ts";
import { readCounterexample } from "../simulate/explore/counterexample-file.ts";
import { replay as playAgain, type Replay } from "../simulate/explore/replay.ts";
import { amongCalls, RunTimeline } from "../simulate/explore/run-timeline.ts";
import { playOnce } from "../simulate/real-line.ts";
import { simulatedTime } from "../simulate/simulated-time.ts";
import { journalPath } from "./journal-path.ts";
import { openInstance } from "./open-instance.ts";
import { readText } from "./read-text.ts";
import { coloured } from "./terminal.ts";

export interface ReplayOptions {
  /** Instead of the one that the counterexample names. */
  readonly instance?: string;
  readonly clock: "system" | "simulated";
  readonly json?: boolean;
  readonly journal?: string;
}

/** `ringonce replay`: plays a counterexample once more, and says whether it still is one. */
export async function replay(path: string, options: ReplayOptions): Promise<number> {
  const counterexample = readCounterexample(readText(path), path);
  const instance = openInstance(options.instance ?? counterexample.instance);
  const journal = new Journal();
  const file = new JournalFile(options.journal ?? journalPath(new SystemClock().now()), journal);
  const interrupted = interruption();
  try {
    if (options.json !== true) showTimeline(journal, counterexample);
    const played = await playAgain(counterexample, async (choices) => {
      const { clock, standsStill } = timeOf(options, counterexample);
      const ends = Promise.race([standsStill, interrupted]);
      await playOnce({ ...counterexample, instance }, choices, { journal, clock, ends });
      return { events: journal.events };
    });
    process.stdout.write(
      options.json === true ? json(path, played, file.path) : closingWords(counterexample, played, file.path),
    );
    return played.found.length > 0 ? 1 : 0;
  } finally {
    file.close();
  }
}

function timeOf(
  { clock }: ReplayOptions,
  { seed }: Counterexample,
): { readonly clock: Clock; readonly standsStill: Promise<never> } {
  return clock === "system" ? { clock: new SystemClock(), standsStill: new Promise(() => {}) } : simulatedTime(seed);
}

/** Fails at the first signal; a second one ends the process. */
function interruption(): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () =>
      reject(new BenchError("ERR_INTERRUPTED", "the replay was stopped before its end, and nothing follows from it."));
    process.once("SIGINT", stop).once("SIGTERM", stop);
  });
}

function showTimeline(journal: Journal, { deviations }: Counterexample): void {
  const timeline = new RunTimeline(deviations);
  journal.listen((event) => {
    for (const line of timeline.read(event)) process.stdout.write(`${coloured(amongCalls(line))}\n`);
  });
}

function closingWords({ findings }: Counterexample, { found, reproduced }: Replay, journal: string): string {
  const head =
    found.length === 0
      ? pc.green("It shows no finding any more.")
      : pc.red(
          reproduced
            ? `It shows ${findings.length === 1 ? "the finding" : `all ${findings.length} findings`} again:`
            : "It does not show all that it once showed, but:",
        );
  const list = found.map(
    ({ finding: { type, message }, place }) => `  ${pc.bold(type)} at ${pc.bold(place)}\n    ${message}`,
  );
  return `\n${[head, ...list].join("\n")}\n\nJournal: ${journal}\n`;
}

/** What a program reads of a replay. */
function json(counterexample: string, { found, reproduced }: Replay, journal: string): string {
  const findings = found.map(({ finding: { type, message, evidence }, place }) => ({ type, place, message, evidence }));
  return `${JSON.stringify({ counterexample, reproduced, findings, journal }, null, 2)}\n`;
}
