import type { Box, Drawing } from "./drawing.ts";

/** The block that an arrow key leads to: the nearest in that direction, and sooner one that a transition connects. */
export function neighbour({ boxes, edges }: Drawing, from: string, key: string): string | undefined {
  const here = boxes.get(from);
  const direction = directions[key];
  if (here === undefined || direction === undefined) return undefined;
  const connected = new Set(
    edges.flatMap((edge) => (edge.from === from ? edge.to : edge.to === from ? edge.from : [])),
  );
  let best: { readonly identifier: string; readonly distance: number } | undefined;
  for (const [identifier, box] of boxes) {
    const { ahead, aside } = direction(here, box);
    if (identifier === from || ahead <= 0 || aside > ahead * 3) continue;
    const distance = (ahead + 2 * aside) * (connected.has(identifier) ? 0.5 : 1);
    if (best === undefined || distance < best.distance) best = { identifier, distance };
  }
  return best?.identifier;
}

type Way = (from: Box, to: Box) => { readonly ahead: number; readonly aside: number };

const right: Way = (from, to) => ({ ahead: to.x - from.x, aside: Math.abs(to.y - from.y) });
const down: Way = (from, to) => ({ ahead: to.y - from.y, aside: Math.abs(to.x - from.x) });

const directions: Readonly<Record<string, Way>> = {
  ArrowRight: right,
  ArrowLeft: (from, to) => right(to, from),
  ArrowDown: down,
  ArrowUp: (from, to) => down(to, from),
};
