import type { Action } from "./flow.ts";
import { isRecord } from "./json.ts";

/** Where each block lies on Connect's canvas: exports write `position`, AWS's own example has `Position`. */
export function canvasPositions(metadata: unknown): (identifier: string) => Action["position"] {
  const all = isRecord(metadata) ? metadata.ActionMetadata : undefined;
  return (identifier) => {
    const own = isRecord(all) && Object.hasOwn(all, identifier) ? all[identifier] : undefined;
    const position = isRecord(own) ? (own.position ?? own.Position) : undefined;
    if (!isRecord(position)) return undefined;
    const { x, y } = position;
    return typeof x === "number" && typeof y === "number" ? { x, y } : undefined;
  };
}
