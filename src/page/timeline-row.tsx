import { type ReadonlySignal, type Signal, useComputed } from "@preact/signals";
import type { Bar, Row } from "./rows.ts";
import type { Scale } from "./scale.ts";

/** A row, and which thing of it. */
export interface Position {
  readonly key: string;
  readonly step: number;
}

/** One lane: a button, so that it can be reached and read out; pointing at it chooses what of it is nearest. */
export function TimelineRow({
  row,
  scale,
  sinceStart,
  chosen,
  isReachedWithout,
  isShownFirst,
  isEvidence,
}: {
  readonly row: Row;
  readonly scale: Scale;
  readonly sinceStart: ReadonlySignal<number>;
  readonly chosen: Signal<Position | undefined>;
  /** Whether the tab key comes to it when this other one, or none, is chosen. */
  readonly isReachedWithout: (key: string | undefined) => boolean;
  /** It is the one that is shown until something is chosen. */
  readonly isShownFirst: boolean;
  /** The finding that is shown rests on it. */
  readonly isEvidence: boolean;
}) {
  const { key, kind, name, words, isAlarming, bars, dots, atMs, steps } = row;
  // Each lane looks for itself whether it is the chosen one: of a thousand only two are drawn anew.
  const isChosen = useComputed(() => (chosen.value === undefined ? isShownFirst : chosen.value.key === key));
  // The one that the tab key comes to; the arrow keys lead to the others.
  const isReached = useComputed(() => chosen.value?.key === key || isReachedWithout(chosen.value?.key));
  const choose = (step: number) => {
    if (chosen.value?.key !== key || chosen.value.step !== step) chosen.value = { key, step };
  };
  const pointed = (event: MouseEvent & { readonly currentTarget: HTMLElement }) => {
    const track = event.currentTarget.querySelector(".track")?.getBoundingClientRect();
    if (track === undefined) return;
    const at = ((event.clientX - track.left) / track.width) * scale.spanMs;
    choose(nearest(steps, at));
  };
  const start = scale.at(atMs);
  const end = scale.at(bars.reduce((last, { toMs }) => Math.max(last, toMs ?? scale.spanMs), atMs));
  return (
    <button
      type="button"
      data-row={key}
      class={`row ${kind}${isAlarming ? " alarming" : ""}${isEvidence ? " evidence" : ""}`}
      aria-current={isChosen.value}
      tabIndex={isReached.value ? 0 : -1}
      onMouseMove={pointed}
      onClick={pointed}
      onFocus={() => {
        if (!isChosen.value) choose(0);
      }}
    >
      <span class="name">{name}</span>
      <span class="track">
        {/* They begin where their mark begins, or as far before as they need; and are in sight as long as it is. */}
        <span class="label">
          <span class="before" style={{ flexBasis: `${start * 100}%` }} />
          <span class="along" style={{ minWidth: `${(end - start) * 100}%` }}>
            <span class="words">{words}</span>
          </span>
        </span>
        {bars.map((bar) => (
          <BarMark key={`${bar.kind} ${bar.fromMs}`} bar={bar} scale={scale} sinceStart={sinceStart} />
        ))}
        {dots.map((dot) => (
          <i
            key={`${dot.kind} ${dot.atMs}`}
            class={`dot ${dot.kind}`}
            style={{ left: `${scale.at(dot.atMs) * 100}%` }}
          />
        ))}
      </span>
    </button>
  );
}

function BarMark({
  bar: { kind, fromMs, toMs },
  scale,
  sinceStart,
}: {
  readonly bar: Bar;
  readonly scale: Scale;
  readonly sinceStart: ReadonlySignal<number>;
}) {
  const from = scale.at(fromMs);
  // What still goes on reaches to now; where the record ends before, to the edge.
  const to = scale.at(toMs ?? (sinceStart.value > 0 ? sinceStart.value : scale.spanMs));
  return <i class={`mark ${kind}`} style={{ left: `${from * 100}%`, width: `${Math.max(0, to - from) * 100}%` }} />;
}

function nearest(steps: Row["steps"], at: number): number {
  let best = 0;
  for (const [index, { atMs }] of steps.entries())
    if (Math.abs(atMs - at) < Math.abs((steps[best]?.atMs ?? 0) - at)) best = index;
  return best;
}
