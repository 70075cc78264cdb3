import { basename } from "node:path";
import { readJournal } from "../journal/file.ts";
import { JournalShelf } from "../phone/journal-shelf.ts";
import { PhoneServer } from "../phone/server.ts";
import { stopSignal } from "./stop-signal.ts";

/** `ringonce show`: serves one journal to the browser until a signal ends it. Nothing can be dialled there. */
export async function show(file: string, { port }: { readonly port: number }): Promise<number> {
  const stopped = stopSignal();
  // What is wrong with it is said here, and not in a browser only.
  readJournal(file, (note) => process.stderr.write(`${note}\n`));
  const server = await PhoneServer.listen({ line: undefined, shelf: JournalShelf.ofFile(file), port });
  process.stdout.write(`${server.url}/#/journals/${encodeURIComponent(basename(file))} (Ctrl-C stops it)\n`);
  await stopped;
  await server.close();
  return 0;
}
