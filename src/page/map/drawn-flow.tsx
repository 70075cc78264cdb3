import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ContactRecord } from "../../journal/contacts.ts";
import type { Finding } from "../../journal/findings/finding.ts";
import { source } from "../opened.ts";
import type { FlowView } from "../protocol.ts";
import { words } from "../words.ts";
import { ActionPanel } from "./action-panel.tsx";
import { Block } from "./block.tsx";
import { type Passage, takenExits } from "./course.ts";
import { drawingOf, edgeKey } from "./drawing.ts";
import { Edges } from "./edges.tsx";
import { MapBar } from "./map-bar.tsx";
import { findingsByVisit } from "./marks.ts";
import { neighbour } from "./neighbour.ts";
import { dragToScroll, useZoom } from "./zoom.ts";

/** One flow, drawn, with the call's way through it; and what is known of the block that is chosen. */
export function DrawnFlow({
  flow,
  call,
  found,
  passage,
  isAt,
}: {
  readonly flow: FlowView;
  readonly call: ContactRecord;
  readonly found: readonly Finding[];
  readonly passage: Passage;
  /** It is the flow that the call is in, or was in last. */
  readonly isAt: boolean;
}) {
  const drawing = useMemo(() => drawingOf(flow), [flow]);
  const taken = useMemo(() => takenExits(passage, flow), [passage, flow]);
  const marks = useMemo(() => findingsByVisit(call, found), [call, found]);
  const orders = useMemo(() => new Map([...passage.visits.keys()].map((one, index) => [one, index + 1])), [passage]);
  const findingsOf = (action: string) => [
    ...new Set((passage.visits.get(action) ?? []).flatMap(({ started }) => marks.get(started.id) ?? [])),
  ];
  const isLive = isAt && source.value?.isLive === true;
  const chosen = useSignal<string | undefined>(undefined);
  const reached = useSignal<string | undefined>(undefined);
  const isFollowing = useSignal(true);
  const scroller = useRef<HTMLElement>(null);
  const zoom = useZoom(scroller, drawing);
  const seenFrom = distance(zoom.factor);

  const marked = isLive ? undefined : [...passage.visits.keys()].find((action) => findingsOf(action).length > 0);
  const told = marked ?? passage.last ?? flow.startAction;
  const shown = chosen.value ?? told;
  const tabbed = reached.value ?? shown;
  // Where the call is stays in sight, until somebody looks elsewhere.
  useLayoutEffect(() => {
    const box = drawing.boxes.get(told);
    if (isFollowing.value && box !== undefined) zoom.bringIntoSight(box);
  }, [told, drawing, zoom.factor, isFollowing.value]);

  const goTo = (action: string) => {
    const box = drawing.boxes.get(action);
    if (box === undefined) return;
    isFollowing.value = false;
    reached.value = action;
    zoom.bringIntoSight(box);
    scroller.current
      ?.querySelector<HTMLElement>(`[data-action="${CSS.escape(action)}"]`)
      ?.focus({ preventScroll: true });
  };
  const looksElsewhere = () => {
    isFollowing.value = false;
  };
  const follow = (isOn: boolean) => {
    isFollowing.value = isOn;
    if (!isOn) return;
    chosen.value = undefined;
    reached.value = undefined;
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const next = key === "Home" ? flow.startAction : key === "End" ? passage.last : neighbour(drawing, tabbed, key);
    if (next !== undefined) goTo(next);
    else if (key === "+" || key === "=") zoom.by(1.25);
    else if (key === "-") zoom.by(0.8);
    else if (key === "0") zoom.showAll();
    else if (!key.startsWith("Arrow")) return;
    event.preventDefault();
  };

  return (
    <>
      <MapBar
        zoom={zoom}
        hasNames={seenFrom !== "farther"}
        follow={isLive ? { isOn: isFollowing.value, set: follow } : undefined}
      />
      <section
        class={`map ${seenFrom}`}
        ref={scroller}
        aria-label={words.value.flowMap.flowNamed(flow.name)}
        onKeyDown={keyed}
        onPointerDown={(event) => {
          looksElsewhere();
          dragToScroll(event);
        }}
        onWheel={({ ctrlKey }) => ctrlKey || looksElsewhere()}
      >
        <div
          class="map-room"
          style={{ width: `${drawing.width * zoom.factor}px`, height: `${drawing.height * zoom.factor}px` }}
        >
          <div
            class="map-sheet"
            style={{
              width: `${drawing.width}px`,
              height: `${drawing.height}px`,
              transform: `scale(${zoom.factor})`,
              "--factor": zoom.factor,
            }}
          >
            <Edges drawing={drawing} taken={taken} from={shown} />
            {[...drawing.boxes].map(([action, box]) => (
              <Block
                key={action}
                box={box}
                order={orders.get(action)}
                visits={passage.visits.get(action)?.length ?? 0}
                place={isAt && action === passage.last ? (isLive ? "current" : "last") : undefined}
                findings={findingsOf(action).length}
                takenRows={box.exits.flatMap((_, row) => (taken.has(edgeKey(action, row)) ? row : [])).join()}
                isShown={action === shown}
                isTabbed={action === tabbed}
                hasName={seenFrom !== "farther"}
                choose={() => {
                  looksElsewhere();
                  chosen.value = action;
                  reached.value = action;
                }}
              />
            ))}
          </div>
        </div>
      </section>
      <ActionPanel
        key={shown}
        call={call}
        box={drawing.boxes.get(shown)}
        visits={passage.visits.get(shown) ?? []}
        taken={taken}
        marks={marks}
        goTo={(action) => {
          chosen.value = action;
          goTo(action);
        }}
      />
    </>
  );
}

/** How much of a block can be read: all of it, its names, or only its number. Chosen by looking. */
function distance(factor: number): "near" | "far" | "farther" {
  return factor >= 0.6 ? "near" : factor >= 0.45 ? "far" : "farther";
}
