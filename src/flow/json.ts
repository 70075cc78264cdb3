import { nestingMax, readLocatedJson } from "./located-json.ts";
import type { Path } from "./path.ts";
import type { Place, Problem } from "./problem.ts";

/** A JSON file that was read: what it says, what is wrong with it as JSON, and where each value stands. */
export interface JsonText {
  /** Undefined where the text is not JSON. Objects have no prototype, so `__proto__` is a name like any other. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where a value stands; of one that is missing, where the nearest value around it stands. */
  placeOf(path: Path): Place;
}

/** Reads JSON as strictly as AWS does: no comments, no trailing commas, no byte-order mark. Never throws. */
export function readJson(text: string): JsonText {
  const value = soundValue(text);
  if (value === undefined) return readLocatedJson(text);
  // Nobody asks where something stands in a flow that is right, and to know it takes most of the time of reading one.
  let located: JsonText | undefined;
  return {
    value,
    problems: [],
    placeOf: (path) => {
      located ??= readLocatedJson(text);
      return located.placeOf(path);
    },
  };
}

/** A JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON value as a message shows it. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isRecord(value)) return "an object";
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Undefined: the text is not JSON, nests too deep, or has an object in which a name stands twice. */
function soundValue(text: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  let [members, deepest] = [0, 0];
  const plain = (value: unknown, depth: number): unknown => {
    if (typeof value !== "object" || value === null) return value;
    deepest = Math.max(deepest, depth);
    if (deepest > nestingMax) return undefined;
    if (Array.isArray(value)) return value.map((entry) => plain(entry, depth + 1));
    const object: Record<string, unknown> = Object.create(null);
    for (const [name, member] of Object.entries(value)) {
      members += 1;
      object[name] = plain(member, depth + 1);
    }
    return object;
  };
  const value = plain(parsed, 1);
  // Of a name that stands twice, JSON.parse leaves one.
  return deepest <= nestingMax && members === membersWritten(text) ? value : undefined;
}

/** How many members the objects of a text have that is JSON: its strings with a colon behind them. */
function membersWritten(json: string): number {
  let members = 0;
  for (let open = json.indexOf('"'); open !== -1; ) {
    let close = json.indexOf('"', open + 1);
    while (isEscaped(json, close)) close = json.indexOf('"', close + 1);
    let next = close + 1;
    while (json.charCodeAt(next) <= space) next += 1;
    if (json[next] === ":") members += 1;
    open = json.indexOf('"', next);
  }
  return members;
}

const space = 0x20;

function isEscaped(json: string, quote: number): boolean {
  let first = quote;
  while (json[first - 1] === "\\") first -= 1;
  return (quote - first) % 2 === 1;
}
