import type { FlowView } from "../protocol.ts";
import { type Exit, exitsOf, type FlowAction } from "./exits.ts";
import { laidOut } from "./layout.ts";
import { summaryOf } from "./summary.ts";

/** A flow as boxes and lines, in the units of Connect's canvas. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly edges: readonly Edge[];
  /** Where the contact comes in. */
  readonly entry: Point | undefined;
}

export interface Box extends Point, Size {
  readonly action: FlowAction;
  readonly summary: string | undefined;
  readonly exits: readonly Exit[];
}

export interface Edge {
  /** Of the exit that it starts from: see `edgeKey`. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly kind: Exit["kind"];
  /** As SVG's `d`. */
  readonly path: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Connect's documentation does not say how large a block is on the canvas. Chosen: so large that among the blocks of
 * 86 published exports none covers another one, but for those that lie at the very same place.
 */
export const boxWidth = 184;
export const headHeight = 48;
export const summaryHeight = 16;
export const rowHeight = 18;
const footHeight = 6;
/** Room around the blocks, for lines that go back. */
const margin = 64;

export function edgeKey(action: string, exit: number): string {
  return `${exit} ${action}`;
}

/** Every block at its place; where one has none, or two would cover each other, all are laid out from left to right. */
export function drawingOf(flow: FlowView): Drawing {
  const unplaced = flow.actions.map((action) => {
    const summary = summaryOf(action);
    const exits = exitsOf(action);
    const body = (summary === undefined ? 0 : summaryHeight) + Math.max(1, exits.length) * rowHeight + footHeight;
    return { action, summary, exits, width: boxWidth, height: headHeight + body };
  });
  const written = unplaced.map((box) => ({ ...box, ...box.action.position }));
  const placed = isReadable(written) ? written : laidOut(unplaced, flow.startAction);
  const left = Math.min(...placed.map(({ x }) => x)) - margin;
  const top = Math.min(...placed.map(({ y }) => y)) - margin;
  const boxes = new Map(
    placed.map((box): [string, Box] => [box.action.identifier, { ...box, x: box.x - left, y: box.y - top }]),
  );
  const start = boxes.get(flow.startAction);
  return {
    width: Math.max(0, ...[...boxes.values()].map(({ x, width }) => x + width + margin)),
    height: Math.max(0, ...[...boxes.values()].map(({ y, height }) => y + height + margin)),
    boxes,
    edges: [...boxes.values()].flatMap((box) => edgesFrom(box, boxes)),
    entry: start === undefined ? undefined : entrance(start),
  };
}

function isReadable<B extends Size>(boxes: readonly (B & Partial<Point>)[]): boxes is readonly (B & Point)[] {
  return boxes.every(
    (box, index) => isPlaced(box) && boxes.slice(0, index).every((other) => isPlaced(other) && !covers(box, other)),
  );
}

function isPlaced<B extends Size>(box: B & Partial<Point>): box is B & Point {
  return box.x !== undefined && box.y !== undefined;
}

function covers(a: Point & Size, b: Point & Size): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function edgesFrom(box: Box, boxes: ReadonlyMap<string, Box>): readonly Edge[] {
  return box.exits.flatMap(({ kind, to }, index) => {
    const target = boxes.get(to);
    if (target === undefined) return [];
    const from = box.action.identifier;
    return { key: edgeKey(from, index), from, to, kind, path: pathBetween(box, index, target) };
  });
}

/** Out of the exit's row at the right, into the head of the other block at the left. */
function pathBetween(from: Box, exit: number, target: Box): string {
  const head = headHeight + (from.summary === undefined ? 0 : summaryHeight);
  const out = { x: from.x + from.width, y: from.y + head + (exit + 0.5) * rowHeight };
  const into = entrance(target);
  const ahead = into.x - out.x;
  const sway = Math.min(margin, Math.max(24, Math.abs(ahead) / 2));
  const bent = `C${point(out.x + sway, out.y)} ${point(into.x - sway, into.y)} ${point(into.x, into.y)}`;
  if (ahead > 0 || target.y > from.y + from.height || from.y > target.y + target.height) {
    return `M${point(out.x, out.y)}${bent}`;
  }
  // Back to a block beside it, or to itself: below both, since the straight way lies behind them.
  const below = Math.max(from.y + from.height, target.y + target.height) + 20;
  const middle = (out.x + into.x) / 2;
  return [
    `M${point(out.x, out.y)}`,
    `C${point(out.x + sway, out.y)} ${point(out.x + sway, below)} ${point(middle, below)}`,
    `S${point(into.x - sway, into.y)} ${point(into.x, into.y)}`,
  ].join("");
}

function entrance({ x, y }: Point): Point {
  return { x, y: y + headHeight / 2 };
}

function point(x: number, y: number): string {
  return `${Math.round(x)},${Math.round(y)}`;
}
