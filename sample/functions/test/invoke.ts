import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
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

/** A process of Python's that runs the handler for one event after the other, as an execution environment does. */
const script = `
import json, os, sys, time
from lambda_function import lambda_handler
class Context:
    def __init__(self, timeout_ms):
        self.ends_at = time.monotonic() + timeout_ms / 1000
    def get_remaining_time_in_millis(self):
        return int((self.ends_at - time.monotonic()) * 1000)
real_time = time.time
for line in sys.stdin:
    event, timeout_ms, later_ms, environment = json.loads(line)
    for name in ("RESTAURANT_API_URL", "RESTAURANT_API_KEYS", "RESERVATION_INTENTS_TABLE"):
        os.environ.pop(name, None)
    os.environ.update(environment)
    time.time = lambda: real_time() + later_ms / 1000
    result = lambda_handler(event, Context(timeout_ms))
    print("RESULT " + json.dumps(result), flush=True)`;

interface Environment {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly lines: AsyncIterator<string>;
}
const idle: Environment[] = [];
const all: Environment[] = [];

function startPython(): Environment {
  const child = spawn("python3", ["-c", script], {
    cwd: join(import.meta.dirname, "..", "reserve_py"),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  createInterface({ input: child.stderr }).on("line", (line) => console.error(line));
  const environment = { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  all.push(environment);
  return environment;
}

/** Ends the processes that invokePython started. */
export async function endPython() {
  const ended = all.splice(0).map(({ child }) => {
    child.stdin.end();
    return once(child, "exit");
  });
  await Promise.all(ended);
  idle.length = 0;
}

/** The handler in Python. */
export async function invokePython(event: unknown, { timeoutMs = 7_000, laterMs = 0 }: Circumstances = {}) {
  const environment = idle.pop() ?? startPython();
  const { AWS_ENDPOINT_URL_DYNAMODB, RESTAURANT_API_URL, RESTAURANT_API_KEYS, RESERVATION_INTENTS_TABLE } = process.env;
  const api = { RESTAURANT_API_URL, RESTAURANT_API_KEYS };
  const variables = { ...api, AWS_ENDPOINT_URL_DYNAMODB, RESERVATION_INTENTS_TABLE };
  environment.child.stdin.write(`${JSON.stringify([event, timeoutMs, laterMs, variables])}\n`);
  for (;;) {
    const { value, done } = await environment.lines.next();
    if (done) throw new Error("Python has ended.");
    if (!value.startsWith("RESULT ")) {
      console.log(value); // The handler's own log.
      continue;
    }
    idle.push(environment);
    return JSON.parse(value.slice("RESULT ".length)) as ConnectContactFlowResult;
  }
}

/** What Connect hands to a function. */
export function contactFlowEvent(parameters: Record<string, string>, phoneNumber: string = caller) {
  return {
    Details: {
      ContactData: {
        ContactId: "4a573372-1f28-4e26-b97b-000000000000",
        CustomerEndpoint: { Address: phoneNumber, Type: "TELEPHONE_NUMBER" },
      },
      Parameters: parameters,
    },
    Name: "ContactFlowEvent",
  };
}
