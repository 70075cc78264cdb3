import { z } from "zod";

/** What was read, or why it could not be. */
export type Read<T> = { readonly value: T } | { readonly why: string };

/** Reads a JSON file that ringonce has written, if this ringonce knows its version. */
export function readVersioned<T>(
  text: string,
  schema: z.ZodType<T>,
  { version: known, what }: { readonly version: number; readonly what: string },
): Read<T> {
  const written = json(text);
  const read = schema.safeParse(written);
  if (read.success) return { value: read.data };
  const version = z.object({ version: z.number() }).safeParse(written).data?.version;
  if (version !== undefined && version !== known) {
    const remedy = version > known ? "Use the ringonce that wrote it, or a later one" : "Have this one write it anew";
    return { why: `it has version ${version}, and this ringonce reads version ${known}. ${remedy}` };
  }
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  return { why: `it is no ${what}${where}: ${issue?.message}` };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
