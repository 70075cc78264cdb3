import { BenchError } from "../bench-error.ts";
import type { Clock } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import { Exploration } from "../simulate/explore/exploration.ts";
import type { Report, Shard } from "../simulate/explore/report.ts";
import { RealLine, type RealLineOptions } from "../simulate/real-line.ts";
import { openInstance } from "./open-instance.ts";
import { checkOutputs, type OutputOptions, writeOutputs } from "./report-outputs.ts";
import { SearchProgress } from "./search-progress.ts";
import { version } from "./version.ts";

export interface ExploreOptions extends OutputOptions {
  readonly instance: string;
  readonly press: readonly string[];
  readonly from: string;
  readonly seed: number;
  readonly deviations: number;
  readonly runs?: number;
  /** Seconds. */
  readonly for?: number;
  readonly shard?: Shard;
}

/** `ringonce explore`: searches what the world may do to a call for what it must not do. */
export async function explore(number: string, options: ExploreOptions): Promise<number> {
  const instance = openInstance(options.instance);
  answeringFlow(instance, number);
  checkOutputs(options);
  const { from, press: presses, seed, deviations, runs, for: seconds, shard } = options;
  const caller = { number, from, presses, seed };
  const clock = new SystemClock();
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  // Whoever asks a second time does not get the report.
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const searchOf = (line: RealLine) =>
    new Exploration({
      subject: { instance: options.instance, ...caller },
      ringonce: version(),
      run: (choices) => line.play(choices),
      flows: instance.flows,
      clock,
      deviationsMax: deviations,
      ...(runs !== undefined && { runsMax: runs }),
      ...(seconds !== undefined && { lastsMsMax: seconds * 1_000 }),
      ...(shard !== undefined && { shard }),
    });
  const found = await searched({ instance, ...caller }, searchOf, clock, stop.signal);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  const { report, failure } = found;
  writeOutputs(report, options);
  if (failure !== undefined) throw failure;
  return report.findings.length > 0 ? 1 : 0;
}

interface Searched {
  readonly report: Report;
  /** Why it ended before its time. */
  readonly failure: BenchError | undefined;
}

/** A search of the line, and another one from the start where a function turns out to keep things in memory. */
async function searched(
  options: RealLineOptions,
  searchOf: (line: RealLine) => Exploration,
  clock: Clock,
  stop: AbortSignal,
): Promise<Searched> {
  const line = await RealLine.open(options);
  const exploration = searchOf(line);
  const progress = new SearchProgress(clock, process.stderr);
  const failure = await search(exploration, progress, stop).finally(() => line.close());
  if (failure?.code !== "ERR_FUNCTION_REMEMBERS") return { report: exploration.report, failure };
  process.stderr.write(`${failure.message}\nThe search starts again in that way, and is slower.\n`);
  return searched({ ...options, fresh: true }, searchOf, clock, stop);
}

/** Searches until it is over, or somebody stops it. A run that cannot be played ends it too, and what was found before still counts. */
async function search(
  exploration: Exploration,
  progress: SearchProgress,
  stop: AbortSignal,
): Promise<BenchError | undefined> {
  try {
    for await (const standing of exploration.play()) {
      progress.tell(standing);
      if (stop.aborted) break;
    }
    return undefined;
  } catch (error) {
    if (error instanceof BenchError) return error;
    throw error;
  } finally {
    progress.end();
  }
}
