import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where ringonce keeps what nobody gave a place: in the current folder. */
export const ringonceFolder = ".ringonce";

/** Makes a folder in it, if it is not there. It keeps itself out of git. */
export function makeRingonceFolder(name: string): string {
  const folder = join(ringonceFolder, name);
  mkdirSync(folder, { recursive: true });
  const ignore = join(ringonceFolder, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  return folder;
}
