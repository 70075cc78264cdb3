import type { InputRequest } from "./effect.ts";

/** The keys of a phone that can be an input. */
export const phoneKeys = "0123456789*#";

/** What a caller has keyed so far. The clock is someone else's: `firstKeyMs` runs while there are no keys, then `interdigitMs`. */
export interface Entry {
  /** The result, if nothing else is keyed. */
  readonly keys: string;
  /** What completed it; undefined while more is awaited. */
  readonly completedBy: "length" | "terminator" | undefined;
}

export const noKeys: Entry = { keys: "", completedBy: undefined };

/**
 * One key more. https://docs.aws.amazon.com/connect/latest/adminguide/store-customer-input.html
 *
 * A key that completes the terminator is never counted, any other counts towards the length (not documented, chosen).
 */
export function press(request: InputRequest, entry: Entry, key: string): Entry {
  if (key.length !== 1 || !phoneKeys.includes(key)) return entry;
  if (entry.completedBy !== undefined) return pressLate(request, entry, key);
  if (request.type === "key") return { keys: key, completedBy: "length" };
  if (request.cancelKey && key === "*") return noKeys;

  const keys = entry.keys + key;
  const { terminator, digitsMax } = request;
  if (terminator !== "" && keys.endsWith(terminator)) {
    return { keys: keys.slice(0, -terminator.length), completedBy: "terminator" };
  }
  return { keys, completedBy: keys.length >= digitsMax ? "length" : undefined };
}

/**
 * A key that comes when the input is complete changes nothing, but for one case that AWS shows: `1#2#3*4###` with the
 * terminator `##` is `1#2#3*4#`. The last two keys are the terminator there, not the first two that match.
 */
function pressLate(request: InputRequest, entry: Entry, key: string): Entry {
  if (request.type === "key" || entry.completedBy === "length") return entry;
  const { terminator, digitsMax } = request;
  const all = entry.keys + terminator + key;
  const keys = all.slice(0, -terminator.length);
  const moved = all.endsWith(terminator) && !keys.includes(terminator) && keys.length <= digitsMax;
  return moved ? { keys, completedBy: "terminator" } : entry;
}
