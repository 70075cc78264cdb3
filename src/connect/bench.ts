import type { Chance } from "../clock/chance.ts";
import type { Clock } from "../clock/clock.ts";
import type { Conditions } from "../external/tap.ts";
import { initiate } from "../flow/contact.ts";
import { type Entry, type JournalEvent, journalVersion } from "../journal/event.ts";
import type { Journal } from "../journal/journal.ts";
import { Unfinished } from "../journal/unfinished.ts";
import { Lambda } from "../lambda/lambda.ts";
import { answeringFlow } from "./answering-flow.ts";
import { Attribution } from "./attribution.ts";
import { Call } from "./call.ts";
import { Externals } from "./externals.ts";
import type { Instance } from "./instance.ts";
import { lambdaRecord } from "./lambda-record.ts";
import type { Participant } from "./participant.ts";
import { QueuedContacts } from "./queued-contacts.ts";
import { Services } from "./services.ts";

export interface BenchOptions {
  readonly instance: Instance;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly journal: Journal;
  /** How each external API behaves, by name; as it comes where nothing is said. */
  readonly conditions?: ReadonlyMap<string, Conditions>;
  /** Empties the external APIs that were started for the instance, before the first call. */
  readonly fresh?: boolean;
  /** External APIs that run already, and go on when the bench is closed. Without them the bench starts its own. */
  readonly services?: Services;
}

/** What is up while a bench is. */
interface Parts {
  readonly stopServices: () => Promise<void>;
  readonly externals: Externals;
  readonly lambda: Lambda;
  readonly write: (entry: Entry) => void;
  readonly nextId: () => string;
}

/**
 * An instance that is up: its functions can be invoked, its external APIs stand behind their taps, its numbers
 * can be dialled. The only writer of the journal.
 */
export class Bench {
  readonly #options: BenchOptions;
  readonly #parts: Parts;
  readonly #queued = new QueuedContacts();
  readonly #calls = new Set<Call>();
  readonly #unfinished = new Unfinished();
  #closing = false;

  /**
   * Starts what the instance needs before its first call.
   * @throws BenchError when an external API cannot be started, or a function cannot be built; what had been
   * started by then is stopped.
   */
  static async open(options: BenchOptions): Promise<Bench> {
    const { instance, clock, chance, journal, conditions = new Map(), fresh = false } = options;
    const { region, accountId, alias, arn } = instance;
    let ids = 0;
    const nextId = () => `${++ids}`;
    const write = (entry: Entry) => journal.append({ at: clock.now(), ...entry } as JournalEvent);
    const attribution = new Attribution();
    journal.listen((event) => attribution.read(event));
    write({ type: "journal.opened", version: journalVersion, region, accountId, alias, instanceArn: arn });

    const services = options.services ?? (await Services.start(instance));
    const stopServices = async () => {
      if (options.services === undefined) await services.stop();
    };
    try {
      if (fresh) await services.reset();
      const externals = new Externals({ instance, services, clock, conditions, attribution, write, nextId });
      const lambda = await Lambda.open({
        functions: instance.functions,
        clock,
        chance,
        observer: lambdaRecord(attribution, write),
        accountConcurrency: instance.policy.accountConcurrency,
        prepareEnvironment: ({ environmentId, reach }) => externals.openFor(environmentId, reach),
      });
      return new Bench(options, { stopServices, externals, lambda, write, nextId });
    } catch (error) {
      await stopServices();
      throw error;
    }
  }

  private constructor(options: BenchOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    options.journal.listen((event) => this.#unfinished.read(event));
  }

  /**
   * Dials a number of the instance. The call starts at once.
   * @throws BenchError ERR_NUMBER_UNKNOWN when the instance has no such number.
   */
  dial({ to, from, participant }: { to: string; from: string; participant: Participant }): Call {
    const { instance, clock, chance } = this.#options;
    const { lambda, write, nextId } = this.#parts;
    const flow = answeringFlow(instance, to);
    const contact = initiate({
      contactId: chance.uuid(),
      instanceArn: instance.arn,
      awsRegion: instance.region,
      customerEndpoint: from,
      systemEndpoint: to,
      flow: flow.name,
    });
    const call = new Call(flow, contact, {
      instance,
      participant,
      functions: {
        attempt: (request, settled) =>
          lambda.invoke({
            ...request,
            settled: (outcome) => {
              if (!this.#closing) settled(outcome);
            },
          }),
      },
      clock,
      chance,
      queued: this.#queued,
      write,
      nextId,
      ended: () => this.#calls.delete(call),
    });
    this.#calls.add(call);
    call.start();
    return call;
  }

  /** When every call is over, and every function and request that it set off has ended: orphans too. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        if (!this.#unfinished.isOver) return;
        stop();
        resolve();
      };
      const stop = this.#options.journal.listen(over);
      over();
    });
  }

  /**
   * Hangs up every call and stops every process that the bench started. What was still running is left open in the
   * journal: nobody knows how it would have ended.
   */
  async close(): Promise<void> {
    this.#closing = true;
    for (const call of [...this.#calls]) call.hangUp();
    await this.#parts.lambda.close();
    this.#parts.externals.close();
    await this.#parts.stopServices();
  }
}
