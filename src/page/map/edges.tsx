import { useMemo } from "preact/hooks";
import type { Drawing } from "./drawing.ts";

/** The lines between the blocks: those that the call took are heavier, and lie above the others. */
export function Edges({
  drawing: { edges, entry, width, height },
  taken,
  from,
}: {
  readonly drawing: Drawing;
  readonly taken: ReadonlyMap<string, number>;
  /** The block that is shown: its lines stand out. */
  readonly from: string;
}) {
  const ways = [...taken.keys()].join();
  // A live call brings twenty records a second, and few of them take a new line.
  return useMemo(() => {
    const rank = (key: string, start: string) => (taken.has(key) ? 2 : start === from ? 1 : 0);
    const inOrder = [...edges].sort((a, b) => rank(a.key, a.from) - rank(b.key, b.from));
    return (
      <svg class="map-edges" width={width} height={height} aria-hidden="true">
        <defs>
          {["way", "taken", "taken-error"].map((kind) => (
            <marker
              key={kind}
              id={`head-${kind}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="9"
              markerHeight="9"
              orient="auto"
              markerUnits="userSpaceOnUse"
            >
              <path class={`head ${kind}`} d="M0,0L8,4L0,8z" />
            </marker>
          ))}
        </defs>
        {entry !== undefined && (
          <g class="entry">
            <circle cx={entry.x - 30} cy={entry.y} r="5" />
            <path class="way" d={`M${entry.x - 25},${entry.y}H${entry.x}`} marker-end="url(#head-way)" />
          </g>
        )}
        {inOrder.map(({ key, from: start, kind, path }) => {
          const name = taken.has(key) ? (kind === "error" ? "taken-error" : "taken") : "way";
          const shown = start === from ? " of-shown" : "";
          return <path key={key} class={`${name}${shown}`} d={path} marker-end={`url(#head-${name})`} />;
        })}
      </svg>
    );
  }, [edges, entry, width, height, ways, from]);
}
