import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { main, printedUrl, scratch } from "../ringonce.ts";

/** A command that serves the page. */
export interface ServedLine {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The sample's line, with its journals in a folder. */
export function startLine(folder: string): Promise<ServedLine> {
  return served(folder, "start", "--port", "0");
}

/** While `ringonce show` shows a journal. */
export async function whileShown(path: string, look: (address: string) => Promise<void>): Promise<void> {
  const { url, stop } = await served(scratch, "show", path);
  try {
    await look(url);
  } finally {
    await stop();
  }
}

async function served(folder: string, ...args: readonly string[]): Promise<ServedLine> {
  mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const url = await printedUrl(child.stdout);
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "close");
    },
  };
}
