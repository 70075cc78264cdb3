import type { Instance } from "../connect/instance.ts";
import { contacts } from "../journal/contacts.ts";
import type { JournalEvent } from "../journal/event.ts";
import type { Finding } from "../journal/findings/finding.ts";
import { findings } from "../journal/findings/index.ts";
import { type Verdict, verdictOf } from "../journal/verdict.ts";
import { type Scenario, Simulator } from "./simulator.ts";

export interface SweepOptions extends Omit<Scenario, "blockSeconds" | "functionSeconds"> {
  readonly instance: Instance;
  /** In seconds. */
  readonly blocks: readonly number[];
  readonly functions: readonly number[];
  readonly played: (cell: Cell) => void;
}

/** What came of the call with one pair of time-outs. */
export interface Cell extends Verdict {
  readonly blockSeconds: number;
  readonly functionSeconds: number;
  readonly findings: readonly Finding["type"][];
}

/**
 * Plays the call once for every pair of time-outs, in simulated time, with the real handlers: every Invoke block of
 * the instance waits so long, and every function may take so long.
 * @throws BenchError when simulated time cannot go on, or an external API cannot be started.
 */
export async function sweep({ instance, played, ...options }: SweepOptions): Promise<readonly Cell[]> {
  const simulator = new Simulator(instance);
  try {
    const cells: Cell[] = [];
    for await (const cell of sweepOn(simulator, options)) {
      cells.push(cell);
      played(cell);
    }
    return cells;
  } finally {
    await simulator.close();
  }
}

/** The same on a simulator that is there already, a cell as soon as it is played; whoever stops asking gets no more. */
export async function* sweepOn(
  simulator: Simulator,
  { blocks, functions, ...scenario }: Omit<SweepOptions, "instance" | "played">,
): AsyncGenerator<Cell, void, undefined> {
  for (const blockSeconds of blocks) {
    for (const functionSeconds of functions) {
      const pair = { blockSeconds, functionSeconds };
      yield { ...pair, ...judged(await simulator.play({ ...scenario, ...pair })) };
    }
  }
}

function judged(events: readonly JournalEvent[]): Verdict & Pick<Cell, "findings"> {
  const [contact] = contacts(events);
  return {
    ...(contact === undefined ? { starts: 0, requests: 0, branch: undefined } : verdictOf(contact)),
    findings: [...new Set(findings(events).map(({ type }) => type))],
  };
}
