import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A server of the sample's in a process of its own. Whoever starts it ends it. */
export function startServer(path: string, environment: Readonly<Record<string, string>>) {
  return spawn(process.execPath, [path], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** What it says first: where it listens, or why it cannot. */
export async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  const [line] = await once(createInterface({ input: stream }), "line");
  return line;
}
