import { Graph, layout } from "@dagrejs/dagre";
import type { Box, Point } from "./drawing.ts";

type Unplaced = Omit<Box, keyof Point>;

/** Room between blocks, chosen to look like Connect's own canvas. */
const betweenRows = 36;
const betweenColumns = 72;

/**
 * Gives every block a place: from left to right, as a flow is drawn in Connect, in the order in which they can be
 * reached. The same flow always looks the same. Of the transitions only those count that lead one step further from the
 * start: with all of them, 250 actions that lead back and forth take the browser 13 s instead of less than one.
 */
export function laidOut(boxes: readonly Unplaced[], startAction: string): readonly (Unplaced & Point)[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: betweenRows, ranksep: betweenColumns });
  graph.setDefaultEdgeLabel(() => ({}));
  const steps = stepsFromStart(boxes, startAction);
  for (const [{ action, width, height }] of steps) graph.setNode(action.identifier, { width, height });
  const stepOf = new Map([...steps].map(([{ action }, step]) => [action.identifier, step]));
  for (const [{ action, exits }, step] of steps)
    for (const { to } of exits) if (stepOf.get(to) === step + 1) graph.setEdge(action.identifier, to);
  layout(graph);
  return boxes.map((box) => {
    const { x = 0, y = 0 } = graph.node(box.action.identifier);
    return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
  });
}

/** How many transitions lead to each block at most, those apart that go back: so that where a flow ends lies at the right. */
function stepsFromStart(boxes: readonly Unplaced[], startAction: string): ReadonlyMap<Unplaced, number> {
  const byIdentifier = new Map(boxes.map((box) => [box.action.identifier, box]));
  const seen = new Set<Unplaced>();
  const inOrder: Unplaced[] = [];
  const visit = (box: Unplaced | undefined) => {
    if (box === undefined || seen.has(box)) return;
    seen.add(box);
    for (const { to } of box.exits) visit(byIdentifier.get(to));
    inOrder.unshift(box); // Before all that it leads to, but for what leads back to it.
  };
  visit(byIdentifier.get(startAction));
  for (const box of boxes) visit(box);
  const steps = new Map<Unplaced, number>();
  const places = new Map(inOrder.map((box, place) => [box, place]));
  for (const [place, box] of inOrder.entries()) {
    const step = steps.get(box) ?? 0;
    steps.set(box, step);
    for (const { to } of box.exits) {
      const next = byIdentifier.get(to);
      if (next === undefined || (places.get(next) ?? 0) <= place) continue;
      steps.set(next, Math.max(steps.get(next) ?? 0, step + 1));
    }
  }
  return steps;
}
