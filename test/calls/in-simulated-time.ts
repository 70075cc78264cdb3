import { type CallReport, callReport } from "../../src/cli/call-report.ts";
import { Bench } from "../../src/connect/bench.ts";
import type { Services } from "../../src/connect/services.ts";
import type { JournalEvent } from "../../src/journal/event.ts";
import { Journal } from "../../src/journal/journal.ts";
import { ScriptedCaller } from "../../src/simulate/scripted-caller.ts";
import { simulatedTime } from "../../src/simulate/simulated-time.ts";
import { type FieldCall, sample } from "./field-calls.ts";

/** Plays a call as `ringonce call --clock simulated` does, but before a restaurant that runs already: it is emptied first. */
export async function inSimulatedTime(
  { number, press, latencyMs }: Pick<FieldCall, "number" | "press" | "latencyMs">,
  services: Services,
  seed = 1,
): Promise<{ readonly report: CallReport; readonly events: readonly JournalEvent[] }> {
  const { clock, chance, standsStill } = simulatedTime(seed);
  const journal = new Journal();
  const conditions = ({ external }: { readonly external: string }) =>
    external === "restaurant" ? { latencyMs, fault: undefined } : undefined;
  const common = { instance: sample, number, clock, chance, journal };
  const bench = await Bench.open({ ...common, conditions, services, fresh: true });
  try {
    const ended = new Promise((resolve) => {
      bench.dial({ to: number, from: "+819012345678", participant: new ScriptedCaller(clock, press, resolve) });
    });
    await Promise.race([ended.then(() => bench.settled()), standsStill]);
  } finally {
    await bench.close();
  }
  return { report: callReport(journal.events, ""), events: journal.events };
}
