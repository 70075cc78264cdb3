import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Millis } from "../clock/clock.ts";

/** Files as they were when something was made of them. What was written, and when, is looked at, and not what it says. */
export class Sources {
  readonly #states: ReadonlyMap<string, string | undefined>;

  /** `begunAt`: the making began then, and may have seen a file that was written later as it was before. */
  constructor(files: readonly string[], begunAt: Millis = Number.POSITIVE_INFINITY) {
    this.#states = new Map(files.map((file) => [file, stateOf(file, begunAt - stampMs)]));
  }

  /** Whether one of them is another now, or is gone. */
  get haveChanged(): boolean {
    return [...this.#states].some(([file, state]) => state !== stateOf(file));
  }
}

/** A file system may stamp what is written so much too early: a tick of Linux's clock. */
const stampMs: Millis = 10;

function stateOf(file: string, untilMs = Number.POSITIVE_INFINITY): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return "none";
  return found.mtimeMs > untilMs ? undefined : `${found.mtimeMs} ${found.size} ${found.ino}`;
}

/** Whether a file is somebody else's, which nobody edits here. */
export function isInstalled(file: string): boolean {
  return /[\\/](node_modules|site-packages)[\\/]/.test(file);
}

/** The files below a folder whose names end so. Not those that were installed there, nor what is hidden. */
export function filesBelow(folder: string, ending: RegExp): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isHidden(entry.name) || isInstalled(`${path}/`) ? [] : filesBelow(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "__pycache__";
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // Gone, or not to be read: the function will say so when it runs.
  }
}
