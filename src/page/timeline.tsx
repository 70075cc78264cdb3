import { useComputed, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ContactRecord } from "../journal/contacts.ts";
import type { Finding } from "../journal/findings/finding.ts";
import { now } from "./now.ts";
import { source } from "./opened.ts";
import { RecordPanel } from "./record-panel.tsx";
import { endOf, type Row, rowsOf } from "./rows.ts";
import { type Scale, scaleOf, ticksOf } from "./scale.ts";
import { type Position, TimelineRow } from "./timeline-row.tsx";
import { words } from "./words.ts";

const zoomMax = 64;
/** From here on the browser draws only the lanes that are in sight. Chosen. */
const shownAtOnce = 200;

/** What went on side by side in a call, over its time; and the exact record of what is pointed at. */
export function Timeline({ call, found }: { readonly call: ContactRecord; readonly found: readonly Finding[] }) {
  const zoom = useSignal(1);
  const chosen = useSignal<Position | undefined>(undefined);
  const scroller = useRef<HTMLDivElement>(null);
  const isLive = source.value?.isLive === true;
  const rows = rowsOf(call, found, words.value);
  const sinceStart = useComputed(() => (source.value?.isLive === true ? now.value - call.initiated.at : 0));
  // Ten-second steps, so that the picture is not laid out anew with every tick.
  const shownTo = useComputed(() => Math.ceil(sinceStart.value / 10_000) * 10_000 - 2_000);
  const scale = scaleOf(Math.max(endOf(rows), isLive ? shownTo.value : 0), isLive);
  const position =
    found.length > 0 || chosen.value !== undefined ? (chosen.value ?? { key: "findings", step: 0 }) : undefined;
  const row = rows.find(({ key }) => key === position?.key) ?? rows[0];
  const step = row?.steps[Math.min(position?.step ?? 0, row.steps.length - 1)] ?? row?.steps[0];
  const at = step === undefined ? 0 : scale.at(step.atMs);
  useLayoutEffect(() => bringIntoView(scroller.current, at), [at, zoom.value]);
  const zoomTo = (factor: number) => {
    zoom.value = Math.min(zoomMax, Math.max(1, factor));
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const go = row === undefined ? undefined : moved(event.key, rows, { key: row.key, step: position?.step ?? 0 });
    if (go !== undefined) {
      chosen.value = go;
      const target = [...(scroller.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      target.find(({ dataset }) => dataset.row === go.key)?.focus();
    } else if (event.key === "+" || event.key === "=") zoomTo(zoom.value * 2);
    else if (event.key === "-") zoomTo(zoom.value / 2);
    else if (event.key === "0") zoomTo(1);
    else return;
    event.preventDefault();
  };
  return (
    <div class="timeline">
      <div class="bar">
        <fieldset aria-label={words.value.zoomAll}>
          <button
            type="button"
            aria-label={words.value.zoomOut}
            disabled={zoom.value === 1}
            onClick={() => zoomTo(zoom.value / 2)}
          >
            −
          </button>
          <button type="button" onClick={() => zoomTo(1)}>
            {words.value.zoomAll}
          </button>
          <button
            type="button"
            aria-label={words.value.zoomIn}
            disabled={zoom.value === zoomMax}
            onClick={() => zoomTo(zoom.value * 2)}
          >
            +
          </button>
        </fieldset>
        <p class="hint">{words.value.timelineHint}</p>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys that reach any of its lanes move between them */}
      <div class={rows.length > shownAtOnce ? "lanes many" : "lanes"} ref={scroller} onKeyDown={keyed}>
        <div class="sheet" style={{ width: `calc(var(--names) + (100% - var(--names)) * ${zoom.value})` }}>
          <Axis scale={scale} zoom={zoom.value} />
          {rows.map((one) => (
            <TimelineRow
              key={one.key}
              row={one}
              scale={scale}
              sinceStart={sinceStart}
              isChosen={one.key === position?.key}
              isReached={one.key === row?.key}
              choose={(index) => {
                chosen.value = { key: one.key, step: index };
              }}
            />
          ))}
          {step !== undefined && position !== undefined && <Mark kind="chosen" at={at} />}
          {isLive && <Playhead scale={scale} sinceStart={sinceStart} />}
        </div>
      </div>
      {row !== undefined && step !== undefined && position !== undefined ? (
        <RecordPanel row={row} step={step} startMs={call.initiated.at} />
      ) : (
        <p class="hint">{words.value.recordHint}</p>
      )}
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
  const other = (next: Row | undefined): Position => {
    const near = next ?? row;
    const at = row.steps[step]?.atMs ?? row.atMs;
    return {
      key: near.key,
      step:
        near === row
          ? step
          : Math.max(
              0,
              near.steps.findLastIndex(({ atMs }) => atMs <= at),
            ),
    };
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
        {ticksOf(scale, 10 * zoom).map((ms) => (
          <span key={ms} style={{ left: `${scale.at(ms) * 100}%` }}>
            {ms / 1_000}
            {ms === 0 ? " s" : ""}
          </span>
        ))}
      </div>
    </div>
  );
}

function Playhead({ scale, sinceStart }: { readonly scale: Scale; readonly sinceStart: { readonly value: number } }) {
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
