import type { InstanceFlow } from "../../connect/instance.ts";
import type { JournalEvent } from "../../journal/event.ts";

/** What of the flows a search has seen. An arrow leads from one Action to another; several between the same two are one. */
export interface TransitionCoverage {
  /** "reservation: invoke → failed" */
  readonly covered: readonly string[];
  /** All arrows of the flows that some run entered. */
  readonly all: readonly string[];
}

export class Coverage {
  readonly #flows: readonly InstanceFlow[];
  readonly #entered = new Set<string>();
  /** Nested, so that no text is made for each step of each run. */
  readonly #followed = new Map<string, Map<string, Set<string>>>();

  constructor(flows: readonly InstanceFlow[]) {
    this.#flows = flows;
  }

  read(events: readonly JournalEvent[]): void {
    for (const event of events) {
      if (event.type === "flow.started") this.#entered.add(event.flow);
      else if (event.type === "action.finished" && event.nextAction !== undefined)
        entry(
          entry(this.#followed, event.flow, () => new Map<string, Set<string>>()),
          event.action,
          () => new Set<string>(),
        ).add(event.nextAction);
    }
  }

  get transitions(): TransitionCoverage {
    const covered = [...this.#followed].flatMap(([flow, actions]) =>
      [...actions].flatMap(([from, targets]) => [...targets].map((to) => arrow(flow, from, to))),
    );
    const all = this.#flows.filter(({ name }) => this.#entered.has(name)).flatMap(arrows);
    return { covered: covered.sort(), all: all.sort() };
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function arrows({ name, flow }: InstanceFlow): readonly string[] {
  const written = [...flow.actions.values()].flatMap(
    ({ identifier, transitions: { nextAction, conditions, errors } }) =>
      [nextAction, ...conditions.map((one) => one.nextAction), ...errors.map((one) => one.nextAction)].flatMap((to) =>
        to === undefined ? [] : [arrow(name, identifier, to)],
      ),
  );
  return [...new Set(written)];
}

const arrow = (flow: string, from: string, to: string): string => `${flow}: ${from} → ${to}`;
