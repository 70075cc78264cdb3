import { type ContactRecord, contacts } from "../contacts.ts";
import type { JournalEvent } from "../event.ts";
import { duplicateExecutions, duplicatesByRedial } from "./duplicate-execution.ts";
import { falseFailures } from "./false-failure.ts";
import { falseSuccesses } from "./false-success.ts";
import type { Finding } from "./finding.ts";
import { orphanedExecutions } from "./orphaned-execution.ts";

export interface Reading {
  /**
   * The calls of one caller to one number are about the same wish: the caller dialled again. That he hung up on a function
   * before is his own doing then, and none of the line's.
   */
  readonly redials: boolean;
}

/** Every kind of finding. Adding one is a file beside these and a line here. */
const kinds: readonly ((contact: ContactRecord, reading: Reading) => readonly Finding[])[] = [
  duplicateExecutions,
  falseFailures,
  falseSuccesses,
  (contact, { redials }) => orphanedExecutions(contact, { hangUps: !redials }),
];

/** What went wrong in each contact of the record, from the record alone, soonest first. */
export function findings(events: readonly JournalEvent[], reading: Reading = { redials: false }): readonly Finding[] {
  const all = contacts(events);
  return all
    .flatMap((contact) => kinds.flatMap((find) => find(contact, reading)))
    .concat(reading.redials && all.length > 1 ? duplicatesByRedial(all) : [])
    .sort((one, other) => one.at - other.at);
}
