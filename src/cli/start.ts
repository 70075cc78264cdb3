import { basename, dirname } from "node:path";
import { systemChance } from "../clock/chance.ts";
import type { Clock } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { Bench } from "../connect/bench.ts";
import { Services } from "../connect/services.ts";
import { JournalFile } from "../journal/file.ts";
import { Journal } from "../journal/journal.ts";
import { CallConditions } from "../phone/call-conditions.ts";
import { JournalShelf } from "../phone/journal-shelf.ts";
import { LiveCalls } from "../phone/live-calls.ts";
import { PhoneServer } from "../phone/server.ts";
import { journalPath } from "./journal-path.ts";
import { openInstance } from "./open-instance.ts";
import { stopSignal } from "./stop-signal.ts";

/** `ringonce start`: keeps an instance up until a signal ends it. */
export async function start({
  instance: path,
  port,
}: {
  readonly instance: string;
  readonly port: number;
}): Promise<number> {
  const stopped = stopSignal();
  const instance = openInstance(path);
  const clock = new SystemClock();
  const journal = new Journal({ keeps: false });
  const file = new JournalFile(journalPath(clock.now()), journal);
  const conditions = new CallConditions(journal);
  const calls = new LiveCalls(journal, clock);
  const line = {
    instance,
    clock,
    journal,
    journalName: basename(file.path),
    conditions,
    calls,
    keep: keptBeside(clock),
  };
  try {
    const services = await Services.start(instance);
    try {
      const bench = await Bench.open({ ...line, services, chance: systemChance, conditions: conditions.of });
      try {
        const shelf = JournalShelf.ofFolder(dirname(file.path));
        const server = await PhoneServer.listen({ line: { ...line, services, bench }, shelf, port });
        process.stdout.write(
          `ringonce answers ${instance.phoneNumbers.size} numbers of ${instance.alias} at ${server.url} (Ctrl-C stops it)\n`,
        );
        await stopped;
        await server.close();
      } finally {
        await bench.close();
      }
    } finally {
      await services.stop();
    }
  } finally {
    file.close();
  }
  return 0;
}

function keptBeside(clock: Clock) {
  return (journal: Journal) => new JournalFile(journalPath(clock.now()), journal);
}
