import { join } from "node:path";
import { systemChance } from "../../clock/chance.ts";
import { SystemClock } from "../../clock/system.ts";
import { Bench } from "../../connect/bench.ts";
import type { Instance } from "../../connect/instance.ts";
import { Services } from "../../connect/services.ts";
import type { JournalEvent } from "../../journal/event.ts";
import { JournalFile } from "../../journal/file.ts";
import { Journal } from "../../journal/journal.ts";
import { CallConditions } from "../call-conditions.ts";
import { JournalShelf } from "../journal-shelf.ts";
import { LiveCalls } from "../live-calls.ts";
import { PhoneServer, type PhoneServerOptions } from "../server.ts";

export interface ServedLine {
  readonly url: string;
  /** Takes the line down, and what it has started. */
  readonly close: () => Promise<void>;
}

export interface ServedLineOptions {
  /** Its journals: today.jsonl is the line's own, simulated.jsonl that of simulated calls. */
  readonly folder: string;
  /** Hears what happens on the line. */
  readonly heard?: (event: JournalEvent) => void;
  /** Hears what happens in simulated calls beside it. */
  readonly heardBeside?: (event: JournalEvent) => void;
  readonly time?: PhoneServerOptions["time"];
}

/** A line that is up, behind its server. */
export async function servedLine(
  instance: Instance,
  { folder, heard = () => {}, heardBeside = () => {}, time }: ServedLineOptions,
): Promise<ServedLine> {
  const clock = new SystemClock();
  const journal = new Journal({ keeps: false });
  journal.listen(heard);
  const file = new JournalFile(join(folder, "today.jsonl"), journal);
  const conditions = new CallConditions(journal);
  const calls = new LiveCalls(journal, clock);
  const services = Services.onDemand(instance);
  const bench = await Bench.open({
    instance,
    services,
    clock,
    chance: systemChance,
    journal,
    conditions: conditions.of,
  });
  const keep = (another: Journal) => {
    another.listen(heardBeside);
    return new JournalFile(join(folder, "simulated.jsonl"), another);
  };
  const line = { instance, bench, services, journal, journalName: "today.jsonl", clock, conditions, calls, keep };
  const shelf = JournalShelf.ofFolder(folder);
  const server = await PhoneServer.listen({ line, shelf, port: 0, ...(time && { time }) });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await bench.close();
      await services.stop();
      file.close();
    },
  };
}
