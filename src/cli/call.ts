import { BenchError } from "../bench-error.ts";
import { type Chance, systemChance } from "../clock/chance.ts";
import type { Clock, Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import { Bench } from "../connect/bench.ts";
import type { Participant } from "../connect/participant.ts";
import type { Fault } from "../external/fault.ts";
import { JournalFile } from "../journal/file.ts";
import { Journal } from "../journal/journal.ts";
import { Timeline } from "../journal/timeline.ts";
import { ScriptedCaller, unattendedMs } from "../simulate/scripted-caller.ts";
import { simulatedTime } from "../simulate/simulated-time.ts";
import { callReport } from "./call-report.ts";
import { closingWords } from "./closing-words.ts";
import { conditionsOf } from "./conditions.ts";
import { journalPath } from "./journal-path.ts";
import { openInstance } from "./open-instance.ts";
import { coloured } from "./terminal.ts";
import { TerminalPhone } from "./terminal-phone.ts";

export interface CallOptions {
  readonly instance: string;
  readonly press?: readonly string[];
  readonly from: string;
  readonly latency: Readonly<Record<string, Millis>>;
  readonly fault: Readonly<Record<string, Fault>>;
  readonly clock: "system" | "simulated";
  readonly seed: number;
  readonly json?: boolean;
  readonly journal?: string;
}

/** `ringonce call`: dials, waits until the call and everything that it set off is over, and says what happened. */
export async function call(number: string, options: CallOptions): Promise<number> {
  const instance = openInstance(options.instance);
  answeringFlow(instance, number);
  const conditions = conditionsOf(instance, options);
  const { clock, chance, standsStill } = timeOf(options);
  const journal = new Journal();
  const file = new JournalFile(options.journal ?? journalPath(new SystemClock().now()), journal);
  try {
    const bench = await Bench.open({ instance, number, clock, chance, journal, conditions, fresh: true });
    const stop = new AbortController();
    const interrupt = () => stop.abort();
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    try {
      await Promise.race([ring(bench, number, options, { clock, journal, stop: stop.signal }), standsStill]);
    } finally {
      await bench.close();
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
    }
  } finally {
    file.close();
  }
  const report = callReport(journal.events, file.path);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(report, null, 2)}\n` : closingWords(report.findings, file.path),
  );
  if (report.endedBy === "error") return 2;
  return report.findings.length > 0 ? 1 : 0;
}

/**
 * The time and the chance that a call has. `standsStill` fails when simulated time cannot go on.
 * @throws BenchError ERR_CLOCK_SIMULATED when a person would have to live in simulated time.
 */
function timeOf({ clock, seed, press }: CallOptions): {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly standsStill: Promise<never>;
} {
  if (clock === "system") return { clock: new SystemClock(), chance: systemChance, standsStill: new Promise(() => {}) };
  if (press === undefined) {
    throw new BenchError(
      "ERR_CLOCK_SIMULATED",
      "simulated time is over before anybody could press a key. Say with --press what the caller presses, or leave out --clock simulated.",
    );
  }
  return simulatedTime(seed);
}

interface Ringing {
  readonly clock: Clock;
  readonly journal: Journal;
  /** The first signal hangs up; a second one does not wait for orphans. */
  readonly stop: AbortSignal;
}

async function ring(
  bench: Bench,
  number: string,
  options: CallOptions,
  { clock, journal, stop }: Ringing,
): Promise<void> {
  // With --json the timeline is for a person at the keyboard only.
  if (options.json !== true) showTimeline(journal, process.stdout);
  else if (options.press === undefined && process.stdin.isTTY) showTimeline(journal, process.stderr);
  await new Promise<void>((resolve) => {
    const hangUp = () => dialled.hangUp();
    const ended = () => {
      cancelLimit();
      stop.removeEventListener("abort", hangUp);
      resolve();
    };
    const attended = options.press === undefined && process.stdin.isTTY;
    const cancelLimit = attended ? () => {} : clock.after(unattendedMs, hangUp);
    const participant: Participant =
      options.press === undefined
        ? new TerminalPhone(clock, hangUp, ended)
        : new ScriptedCaller(clock, options.press, ended);
    stop.addEventListener("abort", hangUp);
    const dialled = bench.dial({ to: number, from: options.from, participant });
  });
  const impatient = new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  await Promise.race([bench.settled(), impatient]);
}

/** Prints the timeline of the first contact in the journal as it grows. */
function showTimeline(journal: Journal, output: NodeJS.WritableStream): void {
  let timeline: Timeline | undefined;
  journal.listen((event) => {
    if (event.type === "contact.initiated") timeline ??= new Timeline(event.contactId);
    const line = timeline?.read(event);
    if (line !== undefined) output.write(`${coloured(line)}\n`);
  });
}
