import { createHash } from "node:crypto";

/** What a request asks for, as a short text: equal for two requests that ask for the same thing. */
export function meaningOf(method: string, path: string, body: Buffer): string {
  const cut = path.indexOf("?");
  const query = new URLSearchParams(cut === -1 ? "" : path.slice(cut));
  query.sort();
  const hash = createHash("sha256");
  hash.update(`${method}\n${cut === -1 ? path : path.slice(0, cut)}\n${query}\n`).update(canonical(body));
  return hash.digest("hex").slice(0, 32);
}

/** JSON without its formatting and the order of its keys; anything else as it is. */
function canonical(body: Buffer): Buffer | string {
  try {
    return JSON.stringify(sorted(JSON.parse(body.toString("utf8"))));
  } catch {
    return body;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
