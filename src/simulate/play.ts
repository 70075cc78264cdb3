import { seededChance } from "../clock/chance.ts";
import type { Millis } from "../clock/clock.ts";
import { SimulatedClock, simulatedStart } from "../clock/simulated.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import { Call } from "../connect/call.ts";
import type { Instance } from "../connect/instance.ts";
import { QueuedContacts } from "../connect/queued-contacts.ts";
import { initiate } from "../flow/contact.ts";
import { type JournalEvent, journalVersion } from "../journal/event.ts";
import { Journal } from "../journal/journal.ts";
import { ScriptedCaller } from "./scripted-caller.ts";
import { type Answer, ScriptedFunctions } from "./scripted-functions.ts";

export interface Script {
  readonly instance: Instance;
  readonly number: string;
  readonly from?: string;
  readonly presses?: readonly string[];
  readonly functions?: Readonly<Record<string, readonly Answer[]>>;
  readonly seed?: number;
  /** The caller hangs up so long after the start. */
  readonly hangUpAtMs?: Millis;
}

/** No simulated call lasts longer. */
const longestMs: Millis = 3_600_000;

/** One whole call with scripted functions, from ringing to the end of the last orphan, in no time at all. */
export function play({
  instance,
  number,
  from = "+819012345678",
  presses = [],
  functions = {},
  seed = 1,
  hangUpAtMs,
}: Script): {
  readonly events: readonly JournalEvent[];
  readonly functions: ScriptedFunctions;
} {
  const clock = new SimulatedClock(simulatedStart);
  const chance = seededChance(seed);
  const journal = new Journal();
  const scripted = new ScriptedFunctions(clock, functions);
  const flow = answeringFlow(instance, number);
  const { region, accountId, alias, arn } = instance;
  journal.append({
    type: "journal.opened",
    at: clock.now(),
    version: journalVersion,
    region,
    accountId,
    alias,
    instanceArn: arn,
  });
  let ids = 0;
  const contact = initiate({
    contactId: chance.uuid(),
    instanceArn: arn,
    awsRegion: region,
    customerEndpoint: from,
    systemEndpoint: number,
    flow: flow.name,
  });
  const call = new Call(flow, contact, {
    instance,
    participant: new ScriptedCaller(clock, presses),
    functions: scripted,
    clock,
    chance,
    queued: new QueuedContacts(),
    write: (entry) => journal.append({ at: clock.now(), ...entry } as JournalEvent),
    nextId: () => `${++ids}`,
    ended: () => {},
  });
  call.start();
  if (hangUpAtMs !== undefined) clock.after(hangUpAtMs, () => call.hangUp());
  clock.runDry(simulatedStart + longestMs);
  return { events: journal.events, functions: scripted };
}
