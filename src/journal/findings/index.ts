import { contacts } from "../contacts.ts";
import type { JournalEvent } from "../event.ts";
import { duplicateExecutions, duplicatesByRedial } from "./duplicate-execution.ts";
import { falseFailures } from "./false-failure.ts";
import { falseSuccesses } from "./false-success.ts";
import type { Finding } from "./finding.ts";
import { orphanedExecutions } from "./orphaned-execution.ts";

/** Every kind of finding. Adding one is a file beside these and a line here. */
const kinds = [duplicateExecutions, falseFailures, falseSuccesses, orphanedExecutions];

export interface Reading {
  /** The calls of one caller to one number are about the same wish: the caller dialled again. */
  readonly redials: boolean;
}

/** What went wrong in each contact of the record, from the record alone, soonest first. */
export function findings(
  events: readonly JournalEvent[],
  { redials }: Reading = { redials: false },
): readonly Finding[] {
  const all = contacts(events);
  return all
    .flatMap((contact) => kinds.flatMap((find) => find(contact)))
    .concat(redials && all.length > 1 ? duplicatesByRedial(all) : [])
    .sort((one, other) => one.at - other.at);
}
