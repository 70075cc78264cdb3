import { basename } from "node:path";
import type { Instance } from "../connect/instance.ts";
import { readInstance } from "../connect/read-instance.ts";
import { readJournal } from "../journal/file.ts";
import { JournalShelf } from "../phone/journal-shelf.ts";
import { PhoneServer } from "../phone/server.ts";
import { defaultInstance } from "./default-instance.ts";
import { openInstance } from "./open-instance.ts";
import { stopSignal } from "./stop-signal.ts";

export interface ShowOptions {
  readonly instance?: string;
  readonly port: number;
}

/**
 * `ringonce show`: serves one journal to the browser until a signal ends it, with a map of the instance's flows. Nothing
 * can be dialled there.
 */
export async function show(file: string, { instance: path, port }: ShowOptions): Promise<number> {
  const stopped = stopSignal();
  // What is wrong with it is said here, and not in a browser only.
  readJournal(file, (note) => process.stderr.write(`${note}\n`));
  const instance = path === undefined ? usualInstance() : openInstance(path);
  const server = await PhoneServer.listen({ line: undefined, instance, shelf: JournalShelf.ofFile(file), port });
  process.stdout.write(`${server.url}/#/journals/${encodeURIComponent(basename(file))} (Ctrl-C stops it)\n`);
  await stopped;
  await server.close();
  return 0;
}

/** As for every command; undefined where it cannot be read: a journal can be shown without. */
function usualInstance(): Instance | undefined {
  return readInstance(defaultInstance()).instance;
}
