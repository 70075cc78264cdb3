import { useMemo } from "preact/hooks";
import { words } from "../words.ts";
import type { Box } from "./drawing.ts";
import { blockName, exitName } from "./names.ts";
import { timeLimitOf } from "./summary.ts";

/** One block of the flow: a button with its name, what it is about, and a row for every way out. */
export function Block({
  box,
  order,
  visits,
  place,
  findings,
  takenRows,
  isShown,
  isTabbed,
  hasName,
  choose,
}: {
  readonly box: Box;
  /** As how manieth block it was visited; undefined where it was not. */
  readonly order: number | undefined;
  readonly visits: number;
  readonly place: "current" | "last" | undefined;
  readonly findings: number;
  /** The rows whose way was taken, as "0,3". */
  readonly takenRows: string;
  readonly isShown: boolean;
  readonly isTabbed: boolean;
  /** It is drawn large enough for it; else it tells it who points at it. */
  readonly hasName: boolean;
  readonly choose: () => void;
}) {
  const says = words.value;
  // Only what has changed is drawn anew: a flow may have 250 blocks, and a live call brings twenty records a second.
  return useMemo(() => {
    const { action, summary, exits, x, y, width, height } = box;
    const name = blockName(action, says);
    const limit = timeLimitOf(action);
    const taken = new Set(
      takenRows
        .split(",")
        .filter((row) => row !== "")
        .map(Number),
    );
    const { visited, notVisited, places, timeLimit, waitsAtMost } = says.flowMap;
    const full = [
      name,
      action.identifier,
      limit === undefined ? [] : waitsAtMost(timeLimit(limit)),
      visits === 0 ? notVisited : visited(visits),
      place === undefined ? [] : places[place],
      findings === 0 ? [] : says.findingsCount(findings),
    ].flat();
    return (
      <button
        type="button"
        data-action={action.identifier}
        class={["map-block", visits > 0 ? "visited" : [], place ?? [], findings > 0 ? "marked" : []].flat().join(" ")}
        style={{ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}
        title={hasName ? undefined : `${name} ${action.identifier}`}
        aria-current={place === "current" ? "step" : undefined}
        aria-pressed={isShown}
        tabIndex={isTabbed ? 0 : -1}
        onClick={choose}
      >
        <span class="said">{full.join(", ")}</span>
        <span class="head" aria-hidden="true">
          <span class="type">{name}</span>
          <span class="identifier">
            {action.identifier}
            {limit !== undefined && <span class="limit">{timeLimit(limit)}</span>}
          </span>
        </span>
        {summary !== undefined && (
          <span class="summary" aria-hidden="true">
            {summary}
          </span>
        )}
        {exits.map((exit, row) => (
          <span key={row} aria-hidden="true" class={`exit ${exit.kind}${taken.has(row) ? " taken" : ""}`}>
            {exitName(exit, says)}
          </span>
        ))}
        {order !== undefined && (
          <span class="order" aria-hidden="true">
            {order}
          </span>
        )}
        {visits > 1 && (
          <span class="times" aria-hidden="true">
            ×{visits}
          </span>
        )}
        {findings > 0 && (
          <span class="alarm" aria-hidden="true">
            !
          </span>
        )}
      </button>
    );
  }, [box, order, visits, place, findings, takenRows, isShown, isTabbed, hasName, says]);
}
