import type { Chance } from "../clock/chance.ts";
import type { Clock, Millis } from "../clock/clock.ts";
import { DrivenClock } from "../clock/driven.ts";
import { initiate } from "../flow/contact.ts";
import { type Entry, type JournalEvent, journalVersion } from "../journal/event.ts";
import type { Journal } from "../journal/journal.ts";
import { Unfinished } from "../journal/unfinished.ts";
import type { AttemptOutcome } from "../lambda/attempt.ts";
import { Lambda } from "../lambda/lambda.ts";
import type { Stock } from "../lambda/stock.ts";
import { answeringFlow } from "./answering-flow.ts";
import { Attribution } from "./attribution.ts";
import { Call } from "./call.ts";
import { type ConditionsOf, Externals } from "./externals.ts";
import type { Instance } from "./instance.ts";
import type { AttemptRequest, Functions } from "./invocation.ts";
import { lambdaRecord } from "./lambda-record.ts";
import type { Participant } from "./participant.ts";
import { QueuedContacts } from "./queued-contacts.ts";
import { reachableFunctions } from "./reachable-functions.ts";
import { Services } from "./services.ts";
import { Setback } from "./setback.ts";

export interface BenchOptions {
  readonly instance: Instance;
  readonly clock: Clock;
  readonly chance: Chance;
  /** For the names of execution environments, where these outlive a run whose chance repeats. */
  readonly lambdaChance?: Chance;
  readonly journal: Journal;
  /** How each external API behaves; as it comes where nothing is said. */
  readonly conditions?: ConditionsOf;
  /** No other number is dialled: what a call to it can never come to need not be built. Without it: any number. */
  readonly number?: string;
  /** Empties the external APIs that were started for the instance, before the first call. */
  readonly fresh?: boolean;
  /** External APIs that run already, and go on when the bench is closed. Without them the bench starts its own. */
  readonly services?: Services;
  /** What is made ahead for its functions, and is there for other benches when this one is closed. */
  readonly stock?: Stock;
}

/** What is up while a bench is. */
interface Parts {
  /** An external API could not be started when it was first asked for. */
  readonly failure: Setback;
  readonly services: Services;
  readonly stopServices: () => Promise<void>;
  readonly externals: Externals;
  readonly lambda: Lambda;
  readonly write: (entry: Entry) => void;
  readonly nextId: () => string;
}

/** In simulated time what is never asked for need not be started; in real time the first request must not wait for it. */
function startServices(instance: Instance, clock: Clock): Services | Promise<Services> {
  return clock instanceof DrivenClock ? Services.onDemand(instance) : Services.start(instance);
}

interface Dial {
  readonly to: string;
  readonly from: string;
  readonly participant: Participant;
  readonly functions?: Functions;
}

/**
 * An instance that is up: its functions can be invoked, its external APIs stand behind their taps, its numbers
 * can be dialled. The only writer of the journal.
 */
export class Bench {
  readonly #options: BenchOptions;
  readonly #parts: Parts;
  readonly #functions: Functions = { attempt: (request, settled) => this.invoke(request, settled) };
  #queued = new QueuedContacts();
  readonly #calls = new Set<Call>();
  readonly #unfinished = new Unfinished();
  #closing = false;

  /**
   * Starts what the instance needs before its first call.
   * @throws BenchError when an external API cannot be started, or a function cannot be built; what had been
   * started by then is stopped.
   */
  static async open(options: BenchOptions): Promise<Bench> {
    const { instance, clock, chance, journal, number, conditions = () => undefined, fresh = false } = options;
    const { region, accountId, alias, arn } = instance;
    let ids = 0;
    const nextId = () => `${++ids}`;
    const write = (entry: Entry) => journal.append({ at: clock.now(), ...entry } as JournalEvent);
    const attribution = new Attribution();
    journal.listen((event) => attribution.read(event));
    const about = { region, accountId, alias, instanceArn: arn };
    const time = clock instanceof DrivenClock ? ({ time: "simulated" } as const) : {};
    write({ type: "journal.opened", version: journalVersion, ...time, ...about });

    const services = options.services ?? (await startServices(instance, clock));
    const failure = new Setback();
    const stopServices = async () => {
      if (options.services === undefined) await services.stop();
    };
    try {
      if (fresh) await services.reset();
      const failed = failure.happen;
      const externals = new Externals({ instance, services, clock, conditions, attribution, write, nextId, failed });
      const lambda = await Lambda.open({
        functions: instance.functions,
        invoked: number === undefined ? undefined : reachableFunctions(answeringFlow(instance, number), instance),
        clock,
        chance: options.lambdaChance ?? chance,
        observer: lambdaRecord(attribution, write),
        accountConcurrency: instance.policy.accountConcurrency,
        prepareEnvironment: ({ environmentId, ...asker }) => externals.openFor(environmentId, asker),
        stock: options.stock,
      });
      return new Bench(options, { failure, services, stopServices, externals, lambda, write, nextId });
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

  /** What is made ahead for its functions: for benches beside it, on the same instance, that are closed before it. */
  get stock(): Stock {
    return this.#parts.lambda.stock;
  }

  /**
   * Takes into use what of its functions' code has been edited since.
   * @throws BenchError ERR_HANDLER_DOES_NOT_BUILD
   */
  deploy(): Promise<void> {
    return this.#parts.lambda.deploy();
  }

  /**
   * Runs a function once. `coldStartMs`: in a new execution environment, whose Init phase takes so long at least;
   * without it in one that waits, if there is one.
   */
  invoke(request: AttemptRequest, settled: (outcome: AttemptOutcome) => void, coldStartMs?: Millis): void {
    this.#parts.lambda.invoke({
      ...request,
      ...(coldStartMs !== undefined && { coldStartMs }),
      settled: (outcome) => {
        if (!this.#closing) settled(outcome);
      },
    });
  }

  /**
   * Dials a number of the instance. The call starts at once. `functions` stands in for Lambda.
   * @throws BenchError ERR_NUMBER_UNKNOWN when the instance has no such number.
   */
  dial({ to, from, participant, functions = this.#functions }: Dial): Call {
    const { instance, clock, chance } = this.#options;
    const { write, nextId } = this.#parts;
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
      functions,
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

  /**
   * When every call is over, and every function and request that it set off has ended: orphans too.
   * @throws BenchError ERR_EXTERNAL_START when an external API was asked for and cannot be started.
   */
  settled(): Promise<void> {
    const settled = new Promise<void>((resolve) => {
      const over = () => {
        if (!this.#unfinished.isOver) return;
        stop();
        resolve();
      };
      const stop = this.#options.journal.listen(over);
      over();
    });
    return this.#parts.failure.unless(settled);
  }

  /**
   * Makes it as good as new for another run, with everything settled: the external APIs that were started for it are
   * empty, nobody is in a queue, and of the functions in `environments` so many execution environments are started and
   * wait. `keep`: one that waited already is used again, unless something is under way in it.
   * @throws BenchError ERR_EXTERNAL_RESET when an API cannot be emptied.
   */
  async renew(environments: ReadonlyMap<string, number>, keep = true): Promise<void> {
    const { lambda, services } = this.#parts;
    this.#queued = new QueuedContacts();
    await Promise.all([lambda.provision(environments, keep), services.reset()]);
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
