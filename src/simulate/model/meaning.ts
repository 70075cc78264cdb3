import { meaningOf } from "../../external/meaning.ts";

/** Far more than the few requests that a model makes over and over; not AWS's number, chosen. */
const keptMax = 1_000;
const kept = new Map<string, string>();

/** `meaningOf`, which is worth remembering where one request is played a hundred thousand times. */
export function meaningOfRequest(method: string, path: string, body: string): string {
  const key = `${method} ${path} ${body}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const meaning = meaningOf(method, path, Buffer.from(body));
  if (kept.size < keptMax) kept.set(key, meaning);
  return meaning;
}
