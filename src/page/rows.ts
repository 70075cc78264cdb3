import { all, type ContactRecord } from "../journal/contacts.ts";
import type { EventOf, JournalEvent } from "../journal/event.ts";
import type { Finding } from "../journal/findings/finding.ts";
import {
  type AttemptLane,
  type BlockLane,
  type RecordedLane,
  type RequestLane,
  recordedLanes,
} from "../journal/lanes.ts";
import { spoken } from "../journal/spoken.ts";
import type { Words } from "./english.ts";
import { sayFinding } from "./finding-words.ts";

/** One lane of the timeline as it is drawn. Moments are milliseconds since the call's start. */
export interface Row {
  readonly key: string;
  readonly kind: "finding" | "caller" | "flow" | "block" | "attempt" | "request";
  readonly name: string;
  readonly words: string;
  /** Where the words belong. */
  readonly atMs: number;
  readonly isAlarming: boolean;
  readonly bars: readonly Bar[];
  readonly dots: readonly Dot[];
  /** What of the record it is drawn from, in the order of time: the reader goes from one to the next. Never empty. */
  readonly steps: readonly [Step, ...Step[]];
}

export interface Bar {
  readonly kind: "caller" | "action" | "limit" | "block" | "cold" | "ran" | "broke" | "orphaned" | "request" | "again";
  readonly fromMs: number;
  /** Null: it goes on. */
  readonly toMs: number | null;
}

export interface Dot {
  readonly kind: "said" | "pressed" | "answered" | "again" | "killed" | "cut" | "limit" | "finding";
  readonly atMs: number;
}

/** One thing of the record: when, what it says, and its exact events. */
export interface Step {
  readonly atMs: number;
  readonly words: string;
  readonly events: readonly JournalEvent[];
}

/** The key of the row of what went wrong: its steps are the findings, in their order. */
export const findingsKey = "findings";

/** A call as rows: what went wrong, the caller, the flow, then each Invoke block with its attempts and their requests. */
export function rowsOf(
  contact: ContactRecord,
  found: readonly Finding[],
  words: Words,
  isLive: boolean,
): readonly Row[] {
  const byId = eventsById(contact);
  const lanes = recordedLanes([contact]).flatMap((lane) => laneRow(lane, byId, words) ?? []);
  return [
    ...findingRow(contact, found, byId, (finding) => sayFinding(finding, contact, words, isLive), words),
    callerRow(contact, words),
    ...flowRow(contact, words),
    ...lanes,
  ];
}

/** When the last thing happened that a row shows. */
export function endOf(rows: readonly Row[]): number {
  return rows.reduce(
    (end, { bars, dots, steps }) =>
      Math.max(end, ...bars.map(({ fromMs, toMs }) => toMs ?? fromMs), ...dots.map(({ atMs }) => atMs), steps[0].atMs),
    0,
  );
}

function eventsById({ events }: ContactRecord): ReadonlyMap<string, readonly JournalEvent[]> {
  const byId = new Map<string, JournalEvent[]>();
  for (const event of events) {
    if (!("id" in event)) continue;
    const same = byId.get(event.id);
    if (same === undefined) byId.set(event.id, [event]);
    else same.push(event);
  }
  return byId;
}

function findingRow(
  contact: ContactRecord,
  found: readonly Finding[],
  byId: ReadonlyMap<string, readonly JournalEvent[]>,
  say: (finding: Finding) => string,
  words: Words,
): readonly Row[] {
  const [first, ...others] = found.map((finding): Step => {
    const ids = new Set(finding.evidence.map(({ id }) => id));
    return {
      atMs: finding.at - contact.initiated.at,
      words: say(finding),
      events: [...ids].flatMap((id) => byId.get(id) ?? []),
    };
  });
  if (first === undefined) return [];
  const row: Row = {
    key: findingsKey,
    kind: "finding",
    name: words.findings,
    words: words.findingsCount(found.length),
    atMs: first.atMs,
    isAlarming: true,
    bars: [],
    dots: [first, ...others].map(({ atMs }) => ({ kind: "finding", atMs })),
    steps: [first, ...others],
  };
  return [row];
}

function callerRow({ contactId, initiated, events }: ContactRecord, words: Words): Row {
  const since = ({ at }: { readonly at: number }) => at - initiated.at;
  const ended = all(events, "contact.disconnected")[0];
  const said = all(events, "message.started");
  const pressed = all(events, "input.key");
  const steps = [
    ...said.map((event) => ({ atMs: since(event), words: words.lanes.hears(spoken(event.message)), events: [event] })),
    ...pressed.map((event) => ({ atMs: since(event), words: words.lanes.presses(event.key), events: [event] })),
    ...(ended === undefined ? [] : [{ atMs: since(ended), words: words.endings[ended.by], events: [ended] }]),
  ].sort((one, other) => one.atMs - other.atMs);
  const lastSaid = said.at(-1);
  return {
    key: `caller ${contactId}`,
    kind: "caller",
    name: words.caller,
    words: [
      ...(lastSaid === undefined ? [] : [words.lanes.hears(spoken(lastSaid.message))]),
      ...(ended === undefined ? [] : [words.ended(words.endings[ended.by], words.seconds(since(ended)))]),
    ].join(words.separator),
    atMs: lastSaid === undefined ? 0 : since(lastSaid),
    isAlarming: false,
    bars: [{ kind: "caller", fromMs: 0, toMs: ended === undefined ? null : since(ended) }],
    dots: [
      ...said.map((event): Dot => ({ kind: "said", atMs: since(event) })),
      ...pressed.map((event): Dot => ({ kind: "pressed", atMs: since(event) })),
    ],
    steps: [{ atMs: 0, words: words.lanes.dials(initiated.to), events: [initiated] }, ...steps],
  };
}

function flowRow({ initiated, events }: ContactRecord, words: Words): readonly Row[] {
  const finished = new Map(all(events, "action.finished").map((event) => [event.id, event]));
  const actions = all(events, "action.started").map((started) => ({ started, finished: finished.get(started.id) }));
  const steps = actions.map(
    ({ started, finished: end }): Step => ({
      atMs: started.at - initiated.at,
      words: words.lanes.action(started.action, started.actionType, end?.nextAction),
      events: end === undefined ? [started] : [started, end],
    }),
  );
  const [first, ...others] = steps;
  const last = actions.at(-1)?.started;
  if (first === undefined || last === undefined) return [];
  const row: Row = {
    key: "flow",
    kind: "flow",
    name: words.lanes.flow(last.flow),
    words: last.action,
    atMs: last.at - initiated.at,
    isAlarming: false,
    bars: actions.map(({ started, finished: end }) => barOf(started, end, initiated.at)),
    dots: [],
    steps: [first, ...others],
  };
  return [row];
}

function barOf(
  started: EventOf<"action.started">,
  finished: EventOf<"action.finished"> | undefined,
  startMs: number,
): Bar {
  return { kind: "action", fromMs: started.at - startMs, toMs: finished === undefined ? null : finished.at - startMs };
}

/** Undefined: the caller, who has a row of his own. */
function laneRow(
  { id, lane }: RecordedLane,
  byId: ReadonlyMap<string, readonly JournalEvent[]>,
  words: Words,
): Row | undefined {
  if (lane.type === "caller" || id === undefined) return undefined;
  const drawn = drawnLane(lane, words);
  const step: Step = { atMs: lane.startMs, words: drawn.words, events: byId.get(id) ?? [] };
  return { key: id, kind: lane.type, atMs: lane.startMs, steps: [step], ...drawn };
}

type Drawn = Pick<Row, "name" | "words" | "isAlarming" | "bars" | "dots">;

function drawnLane(lane: BlockLane | AttemptLane | RequestLane, words: Words): Drawn {
  switch (lane.type) {
    case "block":
      return block(lane, words);
    case "attempt":
      return attempt(lane, words);
    case "request":
      return request(lane, words);
  }
}

function block({ action, startMs, endMs, limitMs, went }: BlockLane, { lanes, seconds }: Words): Drawn {
  return {
    name: lanes.block(action),
    words: lanes.waits(seconds(limitMs), lanes.went[went ?? "open"](seconds(endMs ?? 0))),
    isAlarming: went === "toError" || went === "abandoned",
    bars: [
      { kind: "limit", fromMs: startMs, toMs: startMs + limitMs },
      { kind: "block", fromMs: startMs, toMs: endMs },
    ],
    dots: [{ kind: "limit", atMs: startMs + limitMs }],
  };
}

function attempt(lane: AttemptLane, { lanes, seconds, separator }: Words): Drawn {
  const { number, functionName, startMs, endMs, handlingMs, start, outcome, orphanedMs } = lane;
  const isOrphaned = orphanedMs !== null;
  const waitedTo = isOrphaned ? Math.max(startMs, Math.min(orphanedMs, endMs ?? orphanedMs)) : endMs;
  const kind = outcome === "succeeded" || outcome === null ? "ran" : "broke";
  // Without an event as yet it is starting; one that ended without had no environment to start in.
  const begins = handlingMs ?? (endMs === null ? waitedTo : startMs);
  const coldTo = begins === null || waitedTo === null ? begins : Math.min(begins, waitedTo);
  return {
    name: `#${number} ${functionName}`,
    words: [
      ...(start === "warm" || handlingMs === null || handlingMs === startMs
        ? []
        : [lanes.start[start](seconds(handlingMs))]),
      lanes.outcome[outcome ?? "open"](seconds(endMs ?? 0)),
      ...(isOrphaned && endMs !== orphanedMs ? [lanes.orphaned(seconds(orphanedMs))] : []),
    ].join(separator),
    isAlarming: kind === "broke" || isOrphaned,
    bars: [
      { kind: "cold", fromMs: startMs, toMs: coldTo },
      ...(coldTo === null ? [] : [{ kind, fromMs: coldTo, toMs: waitedTo } as const]),
      ...(isOrphaned ? [{ kind: "orphaned", fromMs: orphanedMs, toMs: endMs } as const] : []),
    ],
    dots: outcome === "timedOut" && endMs !== null ? [{ kind: "killed", atMs: endMs }] : [],
  };
}

function request(lane: RequestLane, { lanes, separator }: Words): Drawn {
  const { external, request: what, startMs, endMs, answered, delivered, repetition } = lane;
  const isAgain = repetition === "again";
  const isBroken = delivered === "reset" || delivered === "gaveUp" || delivered === "gone";
  return {
    name: `→ ${external}`,
    words: [
      what,
      ...(repetition === null ? [] : [isAgain ? lanes.again : lanes.underItsKey]),
      answered === null ? lanes.noAnswer : lanes.answers(answered.status),
      ...(delivered === null ? [] : [isBroken ? lanes[delivered] : lanes.heard(delivered)]),
    ].join(separator),
    isAlarming: isAgain,
    bars: [{ kind: isAgain ? "again" : "request", fromMs: startMs, toMs: endMs }],
    dots: [
      ...(answered === null ? [] : [{ kind: isAgain ? "again" : "answered", atMs: answered.atMs } as const]),
      ...(isBroken && endMs !== null ? [{ kind: "cut", atMs: endMs } as const] : []),
    ],
  };
}
