import { contacts } from "../contacts.ts";
import type { JournalEvent } from "../event.ts";
import { duplicateExecutions } from "./duplicate-execution.ts";
import { falseFailures } from "./false-failure.ts";
import { falseSuccesses } from "./false-success.ts";
import type { Finding } from "./finding.ts";
import { orphanedExecutions } from "./orphaned-execution.ts";

/** Every kind of finding. Adding one is a file beside these and a line here. */
const kinds = [duplicateExecutions, falseFailures, falseSuccesses, orphanedExecutions];

/** What went wrong in each contact of the record, from the record alone, soonest first. */
export function findings(events: readonly JournalEvent[]): readonly Finding[] {
  return contacts(events)
    .flatMap((contact) => kinds.flatMap((find) => find(contact)))
    .sort((one, other) => one.at - other.at);
}
