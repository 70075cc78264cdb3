import { BenchError } from "../bench-error.ts";
import type { DrivenClockOptions } from "../clock/driven.ts";
import { Bench } from "../connect/bench.ts";
import type { ConditionsOf } from "../connect/externals.ts";
import type { Instance } from "../connect/instance.ts";
import { Services } from "../connect/services.ts";
import { Setback } from "../connect/setback.ts";
import type { Action } from "../flow/flow.ts";
import type { JournalEvent } from "../journal/event.ts";
import { Journal } from "../journal/journal.ts";
import { Stock } from "../lambda/stock.ts";
import { ScriptedCaller, unattendedMs } from "./scripted-caller.ts";
import { simulatedTime } from "./simulated-time.ts";

/** A call, and the world that it is made in. */
export interface Scenario {
  readonly number: string;
  readonly from: string;
  readonly presses: readonly string[];
  readonly conditions: ConditionsOf;
  /** So long every Invoke block of the instance waits. */
  readonly blockSeconds: number;
  /** So long every function may take. */
  readonly functionSeconds: number;
  readonly seed: number;
}

/** For each function: one for the first attempt, one for its retry. More of them would only take memory. Chosen. */
const standbysEach = 2;

/**
 * Plays calls in simulated time with the real handlers, one after the other, each as if it were the first: the APIs are
 * empty, and every execution environment is new. Only what has run nothing of a handler's outlives a call: the external
 * APIs, the bundles, and processes that stand by. So the same scenario has the same events each time.
 */
export class Simulator {
  readonly #instance: Instance;
  readonly #time: Pick<DrivenClockOptions, "realLimitMs">;
  readonly #services: Services;
  readonly #stock = new Stock(standbysEach);
  readonly #closed = new Setback();
  #last: Promise<unknown> = Promise.resolve();

  /** `realLimitMs`: how long time may really stand still, where that is not as usual. */
  constructor(instance: Instance, time: Pick<DrivenClockOptions, "realLimitMs"> = {}) {
    this.#instance = instance;
    this.#time = time;
    this.#services = Services.onDemand(instance);
  }

  /**
   * The record of the call and all that it set off, when the calls that were asked for before have been played.
   * @throws BenchError when simulated time cannot go on, or an external API cannot be started or emptied. The next call
   * can be played all the same.
   */
  play(scenario: Scenario): Promise<readonly JournalEvent[]> {
    const played = this.#last.then(() => this.#play(scenario));
    this.#last = played.catch(() => {});
    return played;
  }

  /** A call that is being played is given up. */
  async close(): Promise<void> {
    this.#closed.happen(new BenchError("ERR_CLOSED", "the line is being closed, and no more calls are played."));
    await this.#last;
    await this.#stock.close();
    await this.#services.stop();
  }

  async #play(scenario: Scenario): Promise<readonly JournalEvent[]> {
    const { number, from, presses, conditions, seed } = scenario;
    const { clock, chance, standsStill } = simulatedTime(seed, this.#time);
    const journal = new Journal();
    const bench = await Bench.open({
      ...{ number, clock, chance, journal, conditions, services: this.#services, stock: this.#stock, fresh: true },
      instance: withTimeouts(this.#instance, scenario.blockSeconds, scenario.functionSeconds),
    });
    try {
      const caller = new ScriptedCaller(clock, presses, () => cancelLimit());
      const cancelLimit = clock.after(unattendedMs, () => call.hangUp());
      const call = bench.dial({ to: number, from, participant: caller });
      await this.#closed.unless(Promise.race([bench.settled(), standsStill]));
      return [...journal.events];
    } finally {
      await bench.close();
    }
  }
}

/** The same instance, but for the time-outs of its Invoke blocks and functions. */
export function withTimeouts(instance: Instance, blockSeconds: number, functionSeconds: number): Instance {
  const changed = (action: Action): Action =>
    action.type === "InvokeLambdaFunction"
      ? { ...action, parameters: { ...action.parameters, InvocationTimeLimitSeconds: String(blockSeconds) } }
      : action;
  return {
    ...instance,
    functions: instance.functions.map((configuration) => ({ ...configuration, timeoutMs: functionSeconds * 1_000 })),
    flows: instance.flows.map((one) => ({
      ...one,
      flow: { ...one.flow, actions: new Map([...one.flow.actions].map(([name, action]) => [name, changed(action)])) },
    })),
  };
}
