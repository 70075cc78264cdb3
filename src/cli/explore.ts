import { BenchError } from "../bench-error.ts";
import { SystemClock } from "../clock/system.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import type { Instance } from "../connect/instance.ts";
import { Exploration } from "../simulate/explore/exploration.ts";
import type { Report, Shard } from "../simulate/explore/report.ts";
import { RealLine } from "../simulate/real-line.ts";
import { openInstance } from "./open-instance.ts";
import { checkOutputs, type OutputOptions, writeOutputs } from "./report-outputs.ts";
import { SearchProgress } from "./search-progress.ts";
import { version } from "./version.ts";

export interface ExploreOptions extends OutputOptions {
  readonly instance: string;
  readonly press: readonly string[];
  readonly from: string;
  readonly seed: number;
  /** New execution environments for every run. */
  readonly fresh?: boolean;
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
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  // Whoever asks a second time does not get the report.
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  let found = await search(instance, number, options, stop.signal);
  if (found.failure?.code === "ERR_FUNCTION_REMEMBERS") {
    process.stderr.write(`${found.failure.message} The search starts over that way, and takes longer.\n`);
    found = await search(instance, number, { ...options, fresh: true }, stop.signal);
  }
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  writeOutputs(found.report, options);
  if (found.failure !== undefined) throw found.failure;
  return found.report.findings.length > 0 ? 1 : 0;
}

interface Found {
  readonly report: Report;
  /** Why the search ended before its time. What it had found until then still counts. */
  readonly failure: BenchError | undefined;
}

async function search(
  instance: Instance,
  number: string,
  { instance: file, from, press: presses, seed, fresh, deviations, runs, for: seconds, shard }: ExploreOptions,
  stop: AbortSignal,
): Promise<Found> {
  const caller = { number, from, presses, seed };
  const clock = new SystemClock();
  const line = await RealLine.open({ instance, ...caller, fresh: fresh === true });
  const exploration = new Exploration({
    subject: { instance: file, ...caller },
    ringonce: version(),
    run: (choices) => line.play(choices),
    flows: instance.flows,
    clock,
    deviationsMax: deviations,
    ...(runs !== undefined && { runsMax: runs }),
    ...(seconds !== undefined && { lastsMsMax: seconds * 1_000 }),
    ...(shard !== undefined && { shard }),
  });
  const progress = new SearchProgress(clock, process.stderr);
  let failure: BenchError | undefined;
  try {
    for await (const standing of exploration.play()) {
      progress.tell(standing);
      if (stop.aborted) break;
    }
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    failure = error;
  } finally {
    progress.end();
    await line.close();
  }
  return { report: exploration.report, failure };
}
