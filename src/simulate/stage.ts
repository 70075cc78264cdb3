import { seededChance } from "../clock/chance.ts";
import type { Millis } from "../clock/clock.ts";
import { SimulatedClock, simulatedStart } from "../clock/simulated.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import { Call } from "../connect/call.ts";
import type { Instance } from "../connect/instance.ts";
import type { Functions } from "../connect/invocation.ts";
import type { Participant } from "../connect/participant.ts";
import { QueuedContacts } from "../connect/queued-contacts.ts";
import { initiate } from "../flow/contact.ts";
import { type Entry, type JournalEvent, journalVersion } from "../journal/event.ts";
import { Journal } from "../journal/journal.ts";

/** No simulated call lasts longer. */
const longestMs: Millis = 3_600_000;

/** What simulated calls to one instance share: a clock that moves when told to, chance that repeats, one journal. */
export class Stage {
  readonly clock = new SimulatedClock(simulatedStart);
  readonly journal = new Journal();
  readonly #instance: Instance;
  readonly #chance;
  readonly #queued = new QueuedContacts();
  #ids = 0;

  constructor(instance: Instance, seed = 1) {
    this.#instance = instance;
    this.#chance = seededChance(seed);
    const { region, accountId, alias, arn } = instance;
    const about = { region, accountId, alias, instanceArn: arn };
    this.write({ type: "journal.opened", version: journalVersion, time: "simulated", ...about });
  }

  readonly write = (entry: Entry): void => {
    this.journal.append({ at: this.clock.now(), ...entry } as JournalEvent);
  };

  readonly nextId = (): string => `${++this.#ids}`;

  /** @throws BenchError ERR_NUMBER_UNKNOWN when the instance has no such number. */
  dial({ to, from, participant, functions }: Dial): Call {
    const flow = answeringFlow(this.#instance, to);
    const contact = initiate({
      contactId: this.#chance.uuid(),
      instanceArn: this.#instance.arn,
      awsRegion: this.#instance.region,
      customerEndpoint: from,
      systemEndpoint: to,
      flow: flow.name,
    });
    const call = new Call(flow, contact, {
      instance: this.#instance,
      participant,
      functions,
      clock: this.clock,
      chance: this.#chance,
      queued: this.#queued,
      write: this.write,
      nextId: this.nextId,
      ended: () => {},
    });
    call.start();
    return call;
  }

  /** Everything that is still to happen happens, to the end of the last orphan. */
  finish(): void {
    this.clock.runDry(simulatedStart + longestMs);
  }
}

interface Dial {
  readonly to: string;
  readonly from: string;
  readonly participant: Participant;
  readonly functions: Functions;
}
