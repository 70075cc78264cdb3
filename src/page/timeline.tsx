import { computed, type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ContactRecord } from "../journal/contacts.ts";
import type { Finding } from "../journal/findings/finding.ts";
import { now } from "./now.ts";
import { RecordPanel } from "./record-panel.tsx";
import { endOf, findingsKey, type Row, rowsOf } from "./rows.ts";
import { bringRowIntoSight, rowRem, useRowsInSight } from "./rows-in-sight.ts";
import { type Scale, scaleOf, ticksOf } from "./scale.ts";
import { type Position, TimelineRow } from "./timeline-row.tsx";
import { words } from "./words.ts";

const zoomMax = 64;

/** What went on side by side in a call, over its time; and the exact record of what is pointed at. */
export function Timeline({
  call,
  found,
  isLive,
  leastMs = 0,
  chosen,
}: {
  readonly call: ContactRecord;
  readonly found: readonly Finding[];
  /** The call goes on. */
  readonly isLive: boolean;
  /** So much time is shown at least, so that two calls can be compared. */
  readonly leastMs?: number;
  readonly chosen: Signal<Position | undefined>;
}) {
  const zoom = useSignal(1);
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useSignal(false);
  const says = words.value;
  const rows = useMemo(() => rowsOf(call, found, says, isLive), [call, found, says, isLive]);
  const startMs = call.initiated.at;
  const sinceStart = useMemo(() => computed(() => (isLive ? now.value - startMs : 0)), [isLive, startMs]);
  // In steps of ten seconds: the picture is not laid out anew with every tick.
  const shownTo = useMemo(() => computed(() => Math.floor(sinceStart.value / 10_000) * 10_000), [sinceStart]);
  const endMs = Math.max(endOf(rows), leastMs, isLive ? shownTo.value : 0);
  const scale = useMemo(() => scaleOf(endMs, isLive), [endMs, isLive]);
  // What went wrong is shown before anybody points at anything.
  const first = found.length > 0 ? findingsKey : undefined;
  const at = chosen.value ?? (first === undefined ? undefined : { key: first, step: 0 });
  const row = rows.find(({ key }) => key === at?.key);
  const step = row?.steps[Math.min(at?.step ?? 0, row.steps.length - 1)] ?? row?.steps[0];
  const reached = row?.key ?? rows[0]?.key;
  const moment = step === undefined ? undefined : scale.at(step.atMs);
  useLayoutEffect(() => bringIntoView(scroller.current, moment ?? 0), [moment, zoom.value]);
  // The lanes that the finding rests on which is shown.
  const evidence = useMemo(
    () => new Set(row?.kind === "finding" ? step?.events.flatMap((event) => ("id" in event ? event.id : [])) : []),
    [row, step],
  );
  const { from, to } = useRowsInSight(scroller, rows.length);
  const drawn = useMemo(() => {
    const inSight = rows.slice(from, to);
    const keys = new Set(inSight.map(({ key }) => key));
    return inSight.map((one) => (
      <TimelineRow
        key={one.key}
        row={one}
        scale={scale}
        sinceStart={sinceStart}
        chosen={chosen}
        isReachedWithout={(key) => one === inSight[0] && (key === undefined || !keys.has(key))}
        isShownFirst={one.key === first}
        isEvidence={evidence.has(one.key)}
      />
    ));
  }, [rows, from, to, scale, sinceStart, chosen, first, evidence]);
  // The lane that an arrow key leads to may have to be drawn first.
  useLayoutEffect(() => {
    if (!wantsFocus.value) return;
    const lane = scroller.current?.querySelector<HTMLElement>('[data-row][tabindex="0"]');
    if (lane?.dataset.row !== at?.key) return;
    wantsFocus.value = false;
    lane?.focus({ preventScroll: true });
  });
  const zoomTo = (factor: number) => {
    zoom.value = Math.min(zoomMax, Math.max(1, factor));
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const go = reached === undefined ? undefined : moved(event.key, rows, { key: reached, step: at?.step ?? 0 });
    if (go !== undefined) {
      chosen.value = go;
      bringRowIntoSight(
        scroller.current,
        rows.findIndex(({ key }) => key === go.key),
      );
      wantsFocus.value = true;
    } else if (event.key === "+" || event.key === "=") zoomTo(zoom.value * 2);
    else if (event.key === "-") zoomTo(zoom.value / 2);
    else if (event.key === "0") zoomTo(1);
    else return;
    event.preventDefault();
  };
  return (
    <div class="timeline">
      <ZoomBar zoom={zoom.value} zoomTo={zoomTo} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys that reach any of its lanes move between them */}
      <div class="lanes" ref={scroller} onKeyDown={keyed}>
        <div class="sheet" style={{ width: `calc(var(--names) + (100% - var(--names)) * ${zoom.value})` }}>
          <Axis scale={scale} zoom={zoom.value} />
          <div style={{ paddingTop: `${from * rowRem}rem`, paddingBottom: `${(rows.length - to) * rowRem}rem` }}>
            {drawn}
          </div>
          {moment !== undefined && <Mark kind="chosen" at={moment} />}
          {isLive && <Playhead scale={scale} sinceStart={sinceStart} />}
        </div>
      </div>
      {row !== undefined && step !== undefined ? (
        <RecordPanel row={row} step={step} startMs={startMs} />
      ) : (
        <p class="hint">{says.recordHint}</p>
      )}
    </div>
  );
}

function ZoomBar({ zoom, zoomTo }: { readonly zoom: number; readonly zoomTo: (factor: number) => void }) {
  const { zoomIn, zoomOut, zoomAll, timelineHint, zoom: name } = words.value;
  return (
    <div class="bar">
      <fieldset aria-label={name}>
        <button type="button" aria-label={zoomOut} disabled={zoom === 1} onClick={() => zoomTo(zoom / 2)}>
          −
        </button>
        <button type="button" onClick={() => zoomTo(1)}>
          {zoomAll}
        </button>
        <button type="button" aria-label={zoomIn} disabled={zoom === zoomMax} onClick={() => zoomTo(zoom * 2)}>
          +
        </button>
      </fieldset>
      <p class="hint">{timelineHint}</p>
    </div>
  );
}

/** Scrolls sideways to a moment that lies out of sight; one that is in sight stays where it is. */
function bringIntoView(scroller: HTMLElement | null, at: number): void {
  const track = scroller?.querySelector<HTMLElement>(".track");
  if (scroller === null || track === null || track === undefined) return;
  const names = scroller.scrollWidth - track.offsetWidth;
  const x = at * track.offsetWidth;
  const seen = scroller.clientWidth - names;
  if (x < scroller.scrollLeft || x > scroller.scrollLeft + seen) scroller.scrollLeft = x - seen / 2;
}

/** Where an arrow key leads: from lane to lane, and within a lane from one thing of the record to the next. */
function moved(key: string, rows: readonly Row[], { key: from, step }: Position): Position | undefined {
  const index = rows.findIndex((row) => row.key === from);
  const row = rows[index];
  if (row === undefined) return undefined;
  const at = row.steps[step]?.atMs ?? row.atMs;
  const other = (next = row): Position => {
    const before = next.steps.filter(({ atMs }) => atMs <= at).length;
    return { key: next.key, step: next === row ? step : Math.max(0, before - 1) };
  };
  switch (key) {
    case "ArrowDown":
      return other(rows[index + 1]);
    case "ArrowUp":
      return other(rows[index - 1]);
    case "Home":
      return other(rows[0]);
    case "End":
      return other(rows.at(-1));
    case "ArrowRight":
      return { key: from, step: Math.min(row.steps.length - 1, step + 1) };
    case "ArrowLeft":
      return { key: from, step: Math.max(0, step - 1) };
    default:
      return undefined;
  }
}

function Axis({ scale, zoom }: { readonly scale: Scale; readonly zoom: number }) {
  return (
    <div class="axis" aria-hidden="true">
      <div>
        {ticksOf(scale, 10 * zoom).map((ms) => {
          const text = String(ms / 1_000);
          // In the middle of its moment, but whole: its digits are all of one width.
          const half = `${(text.length + 1) / 2}ch`;
          const left = `clamp(${half}, ${scale.at(ms) * 100}%, 100% - ${half})`;
          return (
            <span key={ms} style={{ left }}>
              {text}
            </span>
          );
        })}
      </div>
    </div>
  );
}

function Playhead({ scale, sinceStart }: { readonly scale: Scale; readonly sinceStart: ReadonlySignal<number> }) {
  return <Mark kind="playhead" at={scale.at(sinceStart.value)} />;
}

/** A line through all lanes. */
function Mark({ kind, at }: { readonly kind: "playhead" | "chosen"; readonly at: number }) {
  return (
    <div class="marks" aria-hidden="true">
      <i class={kind} style={{ left: `${at * 100}%` }} />
    </div>
  );
}
