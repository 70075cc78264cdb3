import { Bench } from "../connect/bench.ts";
import type { ConditionsOf } from "../connect/externals.ts";
import type { Instance } from "../connect/instance.ts";
import { Services } from "../connect/services.ts";
import type { Action } from "../flow/flow.ts";
import { type ContactRecord, contacts } from "../journal/contacts.ts";
import type { Finding } from "../journal/findings/finding.ts";
import { findings } from "../journal/findings/index.ts";
import { isUnsafe, reached } from "../journal/findings/requests.ts";
import { Journal } from "../journal/journal.ts";
import { ScriptedCaller } from "./scripted-caller.ts";
import { simulatedTime } from "./simulated-time.ts";

export interface SweepOptions {
  readonly instance: Instance;
  readonly number: string;
  readonly from: string;
  readonly presses: readonly string[];
  readonly conditions: ConditionsOf;
  readonly seed: number;
  /** In seconds. */
  readonly blocks: readonly number[];
  readonly functions: readonly number[];
  readonly played: (cell: Cell) => void;
}

/** One call with one pair of time-outs. */
export interface Cell {
  readonly blockSeconds: number;
  readonly functionSeconds: number;
  /** How often functions were started. */
  readonly starts: number;
  /** How many requests that change something reached an external API. */
  readonly requests: number;
  /** Which branch the caller was sent down last by an Invoke block; undefined where none had an answer. */
  readonly told: "success" | "error" | undefined;
  readonly findings: readonly Finding["type"][];
}

/**
 * Plays the call once for every pair of time-outs, in simulated time, with the real handlers: every Invoke block of
 * the instance waits so long, and every function may take so long.
 * @throws BenchError when simulated time cannot go on, or an external API cannot be started.
 */
export async function sweep(options: SweepOptions): Promise<readonly Cell[]> {
  const services = Services.onDemand(options.instance);
  try {
    const cells: Cell[] = [];
    for (const blockSeconds of options.blocks) {
      for (const functionSeconds of options.functions) {
        const cell = await play(options, services, blockSeconds, functionSeconds);
        cells.push(cell);
        options.played(cell);
      }
    }
    return cells;
  } finally {
    await services.stop();
  }
}

async function play(
  options: SweepOptions,
  services: Services,
  blockSeconds: number,
  functionSeconds: number,
): Promise<Cell> {
  const { number, from, presses, conditions, seed } = options;
  const { clock, chance, standsStill } = simulatedTime(seed);
  const journal = new Journal();
  const instance = withTimeouts(options.instance, blockSeconds, functionSeconds);
  const bench = await Bench.open({
    instance,
    number,
    services,
    fresh: true,
    clock,
    chance,
    journal,
    conditions,
  });
  try {
    bench.dial({ to: number, from, participant: new ScriptedCaller(clock, presses) });
    await Promise.race([bench.settled(), standsStill]);
  } finally {
    await bench.close();
  }
  const [contact] = contacts(journal.events);
  return {
    blockSeconds,
    functionSeconds,
    starts: contact?.attempts.length ?? 0,
    requests: contact?.externals.filter((request) => isUnsafe(request) && reached(request)).length ?? 0,
    told: contact && toldBy(contact),
    findings: [...new Set(findings(journal.events).map(({ type }) => type))],
  };
}

function toldBy({ invocations }: ContactRecord): Cell["told"] {
  switch (invocations.at(-1)?.finished?.reply.type) {
    case "succeeded":
      return "success";
    case "failed":
      return "error";
    case "abandoned":
    case undefined:
      return undefined;
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
