import { createHash } from "node:crypto";
import type { ContactFlow } from "../flow/flow.ts";
import { isRecord } from "../flow/json.ts";

/** Most flows are entered over and over. */
const known = new WeakMap<ContactFlow, string>();

/** What a flow says, as a short text: another one where an Action or a way on is. Its name and the places on the canvas say nothing. */
export function flowDigest(flow: ContactFlow): string {
  const digest = known.get(flow) ?? digestOf(flow);
  known.set(flow, digest);
  return digest;
}

function digestOf({ startAction, actions }: ContactFlow): string {
  const said = [...actions].map(([identifier, { position: _, ...action }]) => [identifier, action] as const);
  const text = JSON.stringify([startAction, Object.fromEntries(said)], inOrder);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** The order of keys is the exporter's affair. */
function inOrder(_key: string, value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
}
