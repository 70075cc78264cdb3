import { isRecord } from "../flow/json.ts";
import type { Path } from "../flow/path.ts";
import { type SoundFile, soundSchema } from "./instance-schema.ts";

/**
 * What is left of an instance file when what is wrong has been taken out of it, as little as can be: so that one mistake
 * hides no other. `json` is the caller's to give away.
 */
export function soundFile(json: unknown): SoundFile {
  const value = isRecord(json) ? json : {};
  for (;;) {
    const reading = soundSchema.safeParse(value);
    if (reading.success) return reading.data;
    for (const issue of reading.error.issues) {
      if (issue.code !== "unrecognized_keys") takeOut(value, issue.path);
      else for (const key of issue.keys) takeOut(value, [...issue.path, key]);
    }
  }
}

/** Takes out the member at the end of a path; where there is none, or a list has it, the nearest member around it. */
function takeOut(value: object, path: Path): void {
  let last: { readonly object: object; readonly name: PropertyKey } | undefined;
  let around: unknown = value;
  for (const name of path) {
    if (typeof around !== "object" || around === null || !Object.hasOwn(around, name)) break;
    if (!Array.isArray(around)) last = { object: around, name };
    around = Reflect.get(around, name);
  }
  if (last !== undefined) Reflect.deleteProperty(last.object, last.name);
}
