import { basename, dirname } from "node:path";
import { systemChance } from "../clock/chance.ts";
import { SystemClock } from "../clock/system.ts";
import { Bench } from "../connect/bench.ts";
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
  try {
    const bench = await Bench.open({ instance, clock, chance: systemChance, journal, conditions: conditions.of });
    try {
      const server = await PhoneServer.listen({
        line: { instance, bench, journal, journalName: basename(file.path), clock, conditions, calls },
        shelf: JournalShelf.ofFolder(dirname(file.path)),
        port,
      });
      process.stdout.write(
        `ringonce answers ${instance.phoneNumbers.size} numbers of ${instance.alias} at ${server.url} (Ctrl-C stops it)\n`,
      );
      await stopped;
      await server.close();
    } finally {
      await bench.close();
    }
  } finally {
    file.close();
  }
  return 0;
}
