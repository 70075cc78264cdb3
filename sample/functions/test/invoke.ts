import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ConnectContactFlowEvent, ConnectContactFlowResult, Context } from "aws-lambda";
import { vi } from "vitest";
import { handler } from "../reserve/index.ts";

export const caller = "+81300000000";

/** How a run of the function finds the world. */
export interface Circumstances {
  /** The function's time-out. */
  readonly timeoutMs?: number;
  /** How much later it is than it is. */
  readonly laterMs?: number;
}

export type Invoke = (event: unknown, circumstances?: Circumstances) => Promise<ConnectContactFlowResult>;

/** The handler in TypeScript, here. */
export async function invokeTypescript(event: unknown, { timeoutMs = 7_000, laterMs = 0 }: Circumstances = {}) {
  const startedAt = performance.now();
  const context = { getRemainingTimeInMillis: () => timeoutMs - (performance.now() - startedAt) } as Context;
  vi.useFakeTimers({ toFake: ["Date"], now: performance.timeOrigin + performance.now() + laterMs });
  try {
    return await handler(event as ConnectContactFlowEvent, context);
  } finally {
    vi.useRealTimers();
  }
}

/** Where `python3` is a script that looks for the interpreter, it takes longer than all the rest. */
const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();

/** The handler in Python, in a process of its own. */
export async function invokePython(event: unknown, { timeoutMs = 7_000, laterMs = 0 }: Circumstances = {}) {
  const script = `
import json, sys, time
event, timeout_ms, later_ms = json.loads(sys.argv[1])
real_time = time.time
time.time = lambda: real_time() + later_ms / 1000
from lambda_function import lambda_handler
class Context:
    started_at = time.monotonic()
    def get_remaining_time_in_millis(self):
        return int(timeout_ms - (time.monotonic() - self.started_at) * 1000)
print(json.dumps(lambda_handler(event, Context())))`;
  const { stdout } = await promisify(execFile)(python, ["-c", script, JSON.stringify([event, timeoutMs, laterMs])], {
    cwd: join(import.meta.dirname, "..", "reserve_py"),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as ConnectContactFlowResult;
}

/** What Connect hands to a function. */
export function contactFlowEvent(parameters: Record<string, string>, phoneNumber: string = caller) {
  return {
    Details: {
      ContactData: { CustomerEndpoint: { Address: phoneNumber, Type: "TELEPHONE_NUMBER" } },
      Parameters: parameters,
    },
    Name: "ContactFlowEvent",
  };
}
