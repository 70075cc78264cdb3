import type { EventOf, JournalEvent } from "../../journal/event.ts";
import type { FlowView } from "../protocol.ts";
import { edgeKey } from "./drawing.ts";
import { exitsOf, exitTaken } from "./exits.ts";

/** How a call went through its flows. */
export interface Course {
  /** By the flow's name, in the order in which the call entered them. */
  readonly passages: ReadonlyMap<string, Passage>;
  /** The flow that it is in, or was in last. */
  readonly at: Passage | undefined;
}

/** How a call went through one flow, however often it entered it. */
export interface Passage {
  readonly flow: string;
  /** Undefined where the record begins after that. */
  readonly arn: string | undefined;
  /** Of the flow as it was. Undefined where the record does not tell. */
  readonly digest: string | undefined;
  /** By the Action's identifier, in the order of the first visits. */
  readonly visits: ReadonlyMap<string, readonly Visit[]>;
  /** Where it is, or was last. */
  readonly last: string | undefined;
}

/** One time that the contact was at an Action. */
export interface Visit {
  readonly started: EventOf<"action.started">;
  readonly finished: EventOf<"action.finished"> | undefined;
}

/** Reads a call's course from its record. */
export function courseOf(events: readonly JournalEvent[]): Course {
  const entries = new Map<string, EventOf<"flow.started">>();
  const finished = new Map<string, EventOf<"action.finished">>();
  for (const event of events) {
    if (event.type === "flow.started") entries.set(event.flow, event);
    if (event.type === "action.finished") finished.set(event.id, event);
  }
  const passages = new Map<string, Growing>();
  let at: Growing | undefined;
  const passage = (flow: string): Growing => {
    const { arn, digest } = entries.get(flow) ?? {};
    const entered = passages.get(flow) ?? { flow, arn, digest, visits: new Map(), last: undefined };
    passages.set(flow, entered);
    return entered;
  };
  for (const event of events) {
    if (event.type === "flow.started") at = passage(event.flow);
    if (event.type !== "action.started") continue;
    const entered = passage(event.flow);
    const visit = { started: event, finished: finished.get(event.id) };
    const before = entered.visits.get(event.action);
    if (before === undefined) entered.visits.set(event.action, [visit]);
    else before.push(visit);
    entered.last = event.action;
    at = entered;
  }
  return { passages, at };
}

interface Growing extends Passage {
  readonly visits: Map<string, Visit[]>;
  last: string | undefined;
}

/** How often each way out of a block was taken, by `edgeKey`. */
export function takenExits({ visits }: Passage, { actions }: FlowView): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const action of actions) {
    const exits = exitsOf(action);
    for (const { finished } of visits.get(action.identifier) ?? []) {
      const exit = finished === undefined ? undefined : exitTaken(exits, finished);
      if (exit === undefined) continue;
      const key = edgeKey(action.identifier, exit);
      taken.set(key, (taken.get(key) ?? 0) + 1);
    }
  }
  return taken;
}
