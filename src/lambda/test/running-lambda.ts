import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { systemChance } from "../../clock/chance.ts";
import type { Clock, Millis } from "../../clock/clock.ts";
import { SystemClock } from "../../clock/system.ts";
import type { AttemptOutcome } from "../attempt.ts";
import type { FunctionConfiguration } from "../function.ts";
import { Lambda, type LambdaOptions } from "../lambda.ts";
import type { LambdaObserver } from "../observer.ts";

/** A function on one of the fixtures: what is not said is as here. */
export function functionOn(fixture: string, changes: Partial<FunctionConfiguration> = {}): FunctionConfiguration {
  return {
    name: fixture,
    runtime: "nodejs22.x",
    codePath: join(import.meta.dirname, "..", "fixtures", fixture),
    handler: "index.handler",
    timeoutMs: 20_000,
    memoryMb: 256,
    environment: {},
    reservedConcurrency: undefined,
    region: "ap-northeast-1",
    accountId: "123456789012",
    ...changes,
  };
}

export const onPython = (changes: Partial<FunctionConfiguration> = {}): FunctionConfiguration =>
  functionOn("python", { runtime: "python3.13", handler: "lambda_function.lambda_handler", ...changes });

export const onProvided = (changes: Partial<FunctionConfiguration> = {}): FunctionConfiguration =>
  functionOn("provided", { runtime: "provided.al2023", handler: "anything", ...changes });

/** What the observer was told: when, what, and with what. */
export interface Seen {
  readonly at: Millis;
  readonly what: keyof LambdaObserver;
  readonly environmentId: string;
  readonly requestId: string;
  readonly message: string;
  readonly reason: string;
  readonly coldStart: boolean;
}

/** A Lambda service with real processes, closed when the test is over. */
export async function running(
  functions: readonly FunctionConfiguration[],
  options: Partial<LambdaOptions> = {},
): Promise<RunningLambda> {
  const clock = options.clock ?? new SystemClock();
  const seen: Seen[] = [];
  const observe = (what: keyof LambdaObserver) => (event: object) => {
    const nothing = { environmentId: "", requestId: "", message: "", reason: "", coldStart: false };
    seen.push({ ...nothing, at: clock.now(), what, ...event });
  };
  const lambda = await Lambda.open({
    functions,
    clock,
    chance: systemChance,
    observer: {
      environmentStarted: observe("environmentStarted"),
      environmentAssigned: observe("environmentAssigned"),
      environmentInitialized: observe("environmentInitialized"),
      handlerStarted: observe("handlerStarted"),
      environmentStopped: observe("environmentStopped"),
      log: observe("log"),
    },
    accountConcurrency: 1_000,
    prepareEnvironment: async () => ({ variables: {}, release: () => {} }),
    ...options,
  });
  onTestFinished(() => lambda.close());
  return new RunningLambda(lambda, clock, seen, functions[0]?.name ?? "");
}

export class RunningLambda {
  readonly lambda: Lambda;
  readonly clock: Clock;
  readonly seen: readonly Seen[];
  readonly #first: string;

  constructor(lambda: Lambda, clock: Clock, seen: readonly Seen[], first: string) {
    this.lambda = lambda;
    this.clock = clock;
    this.seen = seen;
    this.#first = first;
  }

  /** One request to a function; to the first one unless it is named. */
  invoke(event: unknown, functionName = this.#first): Promise<AttemptOutcome> {
    return this.invokeRaw(JSON.stringify(event), functionName);
  }

  invokeRaw(payload: string, functionName = this.#first): Promise<AttemptOutcome> {
    const requestId = systemChance.uuid();
    return new Promise((settled) => this.lambda.invoke({ functionName, requestId, payload, settled }));
  }

  /** What a handler that succeeds answers. */
  async answer(event: unknown, functionName = this.#first): Promise<unknown> {
    const outcome = await this.invoke(event, functionName);
    if (outcome.type !== "succeeded") throw new Error(`${JSON.stringify(outcome)}\n${this.log().join("\n")}`);
    return JSON.parse(outcome.payload);
  }

  wait(ms: Millis): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }

  /** Everything in the log so far, with what differs between runs left out. */
  log(): string[] {
    return this.all("log").map(({ message }) =>
      message
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "<time>")
        .replace(/\d+\.\d\d ms/g, "<ms> ms")
        .replace(/Billed Duration: \d+ ms/, "Billed Duration: <ms> ms")
        .replace(/Max Memory Used: \d+ MB/, "Max Memory Used: <mb> MB"),
    );
  }

  all(what: keyof LambdaObserver): Seen[] {
    return this.seen.filter((each) => each.what === what);
  }

  last(what: keyof LambdaObserver): Seen {
    const last = this.all(what).at(-1);
    if (last === undefined) throw new Error(`nothing was reported as ${what}`);
    return last;
  }
}

/** A folder of the test's own. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ringonce-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Whether a process is there, dead ones that nobody has buried yet apart. */
export function isAlive(pid: number): boolean {
  if (existsSync("/proc/self")) return existsSync(`/proc/${pid}/exe`);
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A type of outcome, or a failed test. */
export function expectType<T extends AttemptOutcome["type"]>(
  outcome: AttemptOutcome,
  type: T,
): Extract<AttemptOutcome, { type: T }> {
  if (outcome.type !== type) throw new Error(`expected ${type}, got ${JSON.stringify(outcome)}`);
  return outcome as Extract<AttemptOutcome, { type: T }>;
}
