import { Graph, layout } from "@dagrejs/dagre";
import type { Box, Point } from "./drawing.ts";

type Unplaced = Omit<Box, keyof Point>;

/** Room between blocks, chosen to look like Connect's own canvas. */
const betweenRows = 36;
const betweenColumns = 72;

/** Gives every block a place: from left to right, as a flow is drawn in Connect. The same flow always looks the same. */
export function laidOut(boxes: readonly Unplaced[], startAction: string): readonly (Unplaced & Point)[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: betweenRows, ranksep: betweenColumns });
  graph.setDefaultEdgeLabel(() => ({}));
  const ordered = inOrderOfReach(boxes, startAction);
  for (const { action, width, height } of ordered) graph.setNode(action.identifier, { width, height });
  for (const { action, exits } of ordered)
    for (const { to } of exits) if (graph.hasNode(to)) graph.setEdge(action.identifier, to);
  layout(graph);
  return boxes.map((box) => {
    const { x = 0, y = 0 } = graph.node(box.action.identifier);
    return { ...box, x: x - box.width / 2, y: y - box.height / 2 };
  });
}

/** From the start on, so that the lines that go back are those that lead to where the contact has been. */
function inOrderOfReach(boxes: readonly Unplaced[], startAction: string): readonly Unplaced[] {
  const byIdentifier = new Map(boxes.map((box) => [box.action.identifier, box]));
  const reached = new Set<Unplaced>();
  const waiting = [startAction];
  for (const identifier of waiting) {
    const box = byIdentifier.get(identifier);
    if (box === undefined || reached.has(box)) continue;
    reached.add(box);
    waiting.push(...box.exits.map(({ to }) => to));
  }
  for (const box of boxes) reached.add(box);
  return [...reached];
}
