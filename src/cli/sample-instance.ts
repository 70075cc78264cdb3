import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The instance file of the sample that comes with the package, as a path that is good to read. */
export function sampleInstance(): string {
  const path = fileURLToPath(new URL("../../sample/instance.json", import.meta.url));
  const near = relative(process.cwd(), path);
  return near.startsWith("..") ? path : near;
}
