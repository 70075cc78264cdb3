import type { Millis } from "../../clock/clock.ts";
import type { AttemptLane, BlockLane, CallerLane, Lane, RequestLane } from "../../journal/lanes.ts";
import { attributes, text } from "./markup.ts";
import type { RunLine } from "./run-timeline.ts";

const width = 920;
/** The names of the lanes stand left of this, what went on right of it. */
const left = 186;
const right = width - 14;
const rowHeight = 38;
const top = 26;
/** Where in its row a lane's bar begins, below the words for it. */
const barTop = 18;
const barHeight = 13;

/** What a lane shows: its name, one line of words, and its marks. */
interface Row {
  readonly name: string;
  readonly words: string;
  /** Where the words begin, if there is room for them. */
  readonly atMs: Millis;
  readonly alarming: boolean;
  readonly marks: (y: number) => readonly string[];
}

type Scale = (at: Millis) => number;

/**
 * A run as lanes over its time: what went otherwise, the caller, Connect's blocks with their limits, the attempts, their
 * requests. All that a colour says is said in words too. `id` is unlike that of any other drawing on the page.
 */
export function lanesSvg(lanes: readonly Lane[], timeline: readonly RunLine[], id: string): string {
  const endMs = Math.max(1_000, ...lanes.flatMap(momentsOf), ...timeline.map(({ atMs }) => atMs));
  const x: Scale = (at) => left + (at / endMs) * (right - left);
  const several = lanes.some(({ call }) => call > 1);
  const rows = [
    ...timeline.filter(({ subject }) => subject === "deviation").map((line) => deviationRow(line, x)),
    ...lanes.map((lane) => rowOf(lane, { x, endMs, hatch: `url(#${id}-hatch)`, several })),
  ];
  const height = top + rows.length * rowHeight + 8;
  const label = "The run as lanes over time. The list that follows says the same in words.";
  return [
    `<svg${attributes({ class: "lanes", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label })}>`,
    `<defs><pattern${attributes({ id: `${id}-hatch`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" })}><rect class="hatch-ground" width="6" height="6"/><rect class="hatch" width="3" height="6"/></pattern></defs>`,
    ...axis(endMs, x, height),
    ...rows.map((row, index) => drawn(row, top + index * rowHeight, x)),
    "</svg>",
  ].join("\n");
}

function momentsOf(lane: Lane): readonly Millis[] {
  const end = lane.endMs ?? lane.startMs;
  return lane.type === "block" ? [end, lane.startMs + lane.limitMs] : [end];
}

/** Whole steps that leave room for their numbers. */
const steps: readonly Millis[] = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000];

function axis(endMs: Millis, x: Scale, height: number): readonly string[] {
  const step = steps.find((one) => endMs / one <= 15) ?? endMs;
  const ticks = Array.from({ length: Math.floor(endMs / step) + 1 }, (_, index) => index * step);
  return ticks.flatMap((at) => [
    `<line${attributes({ class: "grid", x1: x(at), x2: x(at), y1: top - 6, y2: height - 6 })}/>`,
    `<text${attributes({ class: "axis", x: x(at), y: 14, "text-anchor": "middle" })}>${step < 1_000 ? (at / 1_000).toFixed(1) : at / 1_000}${at === 0 ? " s" : ""}</text>`,
  ]);
}

function drawn({ name, words, atMs, alarming, marks }: Row, y: number, x: Scale): string {
  const fits = x(atMs) + widthOf(words) <= right;
  return [
    "<g>",
    `<line${attributes({ class: "row", x1: 0, x2: width, y1: y - 1, y2: y - 1 })}/>`,
    `<text${attributes({ class: "name", x: 4, y: y + barTop + barHeight - 3 })}>${text(cut(name, left - 14))}<title>${text(name)}</title></text>`,
    ...marks(y),
    `<text${attributes({ class: alarming ? "words alarming" : "words", x: fits ? x(atMs) : right, y: y + barTop - 5, "text-anchor": fits ? undefined : "end" })}>${text(cut(words, right - left))}</text>`,
    "</g>",
  ].join("");
}

function deviationRow({ atMs, text: words }: RunLine, x: Scale): Row {
  const at = x(atMs);
  const bottom = barTop + barHeight;
  return {
    name: "! what goes wrong",
    words,
    atMs,
    alarming: false,
    marks: (y) => [
      `<path${attributes({ class: "deviation", d: `M${at - 6} ${y + bottom}h12l-6 -12z` })}/>`,
      `<line${attributes({ class: "deviation-at", x1: at, x2: at, y1: y + barTop, y2: y + rowHeight })}/>`,
    ],
  };
}

interface Drawing {
  readonly x: Scale;
  readonly endMs: Millis;
  readonly hatch: string;
  /** There is more than one call, so each says whose it is. */
  readonly several: boolean;
}

function rowOf(lane: Lane, drawing: Drawing): Row {
  const row = ofType(lane, drawing);
  return drawing.several && lane.type === "caller" ? { ...row, name: `${row.name}, call ${lane.call}` } : row;
}

function ofType(lane: Lane, drawing: Drawing): Row {
  switch (lane.type) {
    case "caller":
      return callerRow(lane, drawing);
    case "block":
      return blockRow(lane, drawing);
    case "attempt":
      return attemptRow(lane, drawing);
    case "request":
      return requestRow(lane, drawing);
  }
}

function callerRow({ startMs, endMs, endedBy, messages }: CallerLane, { x, endMs: all }: Drawing): Row {
  const last = messages.at(-1);
  const heard = last === undefined ? "hears nothing" : `last hears “${last.text}”`;
  const middle = barTop + barHeight / 2;
  return {
    name: "caller",
    words: `${heard}${endMs === null ? "" : `; ${endings[endedBy ?? "error"]} at ${seconds(endMs)}`}`,
    atMs: last?.atMs ?? startMs,
    alarming: false,
    marks: (y) => [
      bar("caller", x(startMs), x(endMs ?? all), y + middle - 2, 4),
      ...messages.map(
        ({ atMs, text: said }) =>
          `<circle${attributes({ class: "said", cx: x(atMs), cy: y + middle, r: 4 })}><title>${text(`${seconds(atMs)} “${said}”`)}</title></circle>`,
      ),
    ],
  };
}

const endings = {
  customer: "the caller hangs up",
  flow: "the line hangs up",
  queue: "goes to a queue",
  error: "the flow cannot go on",
  bench: "ringonce ends the call",
} as const;

function blockRow(lane: BlockLane, { x, endMs: all }: Drawing): Row {
  const { action, startMs, endMs, limitMs, went } = lane;
  const limit = x(startMs + limitMs);
  const how = {
    on: "goes on",
    toError: "takes its error branch",
    abandoned: "ends with the call",
    open: "is still waiting",
  }[went ?? "open"];
  return {
    name: `Connect: ${action}`,
    words: `waits at most ${seconds(limitMs)}, ${how}${endMs === null ? "" : ` at ${seconds(endMs)}`}`,
    atMs: startMs,
    alarming: went !== "on",
    marks: (y) => [
      bar("limit", x(startMs), limit, y + barTop, barHeight),
      bar("block", x(startMs), x(endMs ?? all), y + barTop, barHeight),
      `<line${attributes({ class: "limit-end", x1: limit, x2: limit, y1: y + barTop - 3, y2: y + barTop + barHeight + 3 })}/>`,
    ],
  };
}

function attemptRow(lane: AttemptLane, { x, endMs: all, hatch }: Drawing): Row {
  const { number, functionName, startMs, handlingMs, start, outcome, orphanedMs } = lane;
  const endMs = lane.endMs ?? all;
  const waitedMs = orphanedMs === null ? endMs : Math.max(startMs, Math.min(orphanedMs, endMs));
  const kind = outcome === "succeeded" ? "ran" : "broke";
  const begins = Math.min(handlingMs ?? startMs, waitedMs);
  const ends = lane.endMs === null ? "still runs" : `${outcomes[outcome ?? "open"]} at ${seconds(lane.endMs)}`;
  const alone =
    orphanedMs === null || lane.endMs === orphanedMs ? "" : `; nobody waits for it from ${seconds(orphanedMs)} on`;
  return {
    name: `#${number} ${functionName}`,
    words: `${start === "warm" || begins === startMs ? "" : `${starts[start]} until ${seconds(begins)}; `}${ends}${alone}`,
    atMs: startMs,
    alarming: kind === "broke" || orphanedMs !== null,
    marks: (y) => [
      bar("cold", x(startMs), x(begins), y + barTop, barHeight),
      bar(kind, x(begins), x(waitedMs), y + barTop, barHeight),
      ...(endMs > waitedMs
        ? [
            `<rect${attributes({ class: "orphaned", fill: hatch, x: x(waitedMs), y: y + barTop, width: x(endMs) - x(waitedMs), height: barHeight })}/>`,
          ]
        : []),
      ...(outcome === "timedOut" ? [cross(x(endMs), y + barTop + barHeight / 2)] : []),
    ],
  };
}

const starts = { cold: "cold start", restart: "restart" } as const;

const outcomes = {
  succeeded: "answers",
  functionError: "fails",
  timedOut: "killed by its time-out",
  throttled: "throttled",
  serviceError: "a fault of Lambda's",
  rejected: "not taken by Lambda",
  open: "ends",
} as const;

function requestRow(lane: RequestLane, { x, endMs: all }: Drawing): Row {
  const { external, request, startMs, endMs, answered, delivered, repetition } = lane;
  const again = repetition === "again";
  const middle = barTop + barHeight / 2;
  const work = answered === null ? "the API does not answer" : `the API answers ${answered.status}`;
  return {
    name: `   → ${external}`,
    words: `${request}${repetition === null ? "" : `, the same ${repetition === "again" ? "again" : "again under its key"}`}: ${work}; ${got(delivered)}`,
    atMs: startMs,
    alarming: again,
    marks: (y) => [
      bar(again ? "again" : "request", x(startMs), x(endMs ?? all), y + middle - 3, 6),
      ...(answered === null
        ? []
        : [
            `<circle${attributes({ class: again ? "answered again" : "answered", cx: x(answered.atMs), cy: y + middle, r: 5 })}/>`,
          ]),
      ...(delivered === "reset" || delivered === "gaveUp" || delivered === "gone"
        ? [cross(x(endMs ?? all), y + middle)]
        : []),
    ],
  };
}

function got(delivered: RequestLane["delivered"]): string {
  if (delivered === null) return "the function hears nothing";
  if (delivered === "reset") return "the connection breaks";
  if (delivered === "gaveUp") return "the function gives up on it";
  if (delivered === "gone") return "the function has gone before it hears";
  return `the function hears ${delivered}`;
}

/** Wide enough to be seen, however short it took. */
function bar(kind: string, from: number, to: number, y: number, height: number): string {
  const length = kind === "cold" ? to - from : Math.max(2, to - from);
  return length === 0 ? "" : `<rect${attributes({ class: kind, x: from, y, width: length, height, rx: 2 })}/>`;
}

function cross(x: number, y: number): string {
  return `<path${attributes({ class: "cross", d: `M${x - 5} ${y - 5}l10 10m0 -10l-10 10` })}/>`;
}

function seconds(ms: Millis): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** About what the browser's own font takes at 12 pixels: East Asian characters are square. */
const widthOf = (words: string): number => [...words].reduce((sum, character) => sum + widthOfOne(character), 0);
const widthOfOne = (character: string): number =>
  /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\uff60]/.test(character) ? 12 : 6.4;

/** So much of it as there is room for. */
function cut(words: string, room: number): string {
  if (widthOf(words) <= room) return words;
  let used = widthOfOne("…");
  let kept = "";
  for (const character of words) {
    used += widthOfOne(character);
    if (used > room) break;
    kept += character;
  }
  return `${kept}…`;
}
