import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Clock, Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { functionOn, onPython, running, temporaryFolder } from "./test/running-lambda.ts";

const start = (environment: Record<string, string>, timeoutMs: Millis = 20_000) =>
  functionOn("esm", { handler: "nested/start.api.handler", environment, timeoutMs });

test("a first request starts an environment, the next ones use it again", async () => {
  const lambda = await running([functionOn("esm")]);
  expect([await lambda.answer({ do: "count" }), await lambda.answer({ do: "count" })]).toEqual([1, 2]);
  expect(lambda.seen.filter(({ what }) => what !== "log").map(({ what }) => what)).toEqual([
    ...["environmentStarted", "environmentAssigned", "environmentInitialized", "handlerStarted"],
    ...["environmentAssigned", "handlerStarted"],
  ]);
  expect(lambda.all("environmentAssigned").map(({ coldStart }) => coldStart)).toEqual([true, false]);
  expect(lambda.log()).toEqual([
    expect.stringMatching(/^INIT_START Runtime Version: nodejs:22.ringonce\tRuntime Version ARN: arn:aws:lambda:/),
    "START RequestId: <id> Version: $LATEST",
    "END RequestId: <id>",
    "REPORT RequestId: <id>\tDuration: <ms> ms\tBilled Duration: <ms> ms\tMemory Size: 256 MB\tMax Memory Used: <mb> MB\tInit Duration: <ms> ms\t",
    "START RequestId: <id> Version: $LATEST",
    "END RequestId: <id>",
    "REPORT RequestId: <id>\tDuration: <ms> ms\tBilled Duration: <ms> ms\tMemory Size: 256 MB\tMax Memory Used: <mb> MB\t",
  ]);
});

test("requests at the same time have an environment each, and the one used last is used first", async () => {
  const lambda = await running([functionOn("esm")]);
  await Promise.all([lambda.invoke({ do: "sleep", ms: 50 }), lambda.invoke({ do: "sleep", ms: 400 })]);
  await lambda.invoke({ do: "echo" });
  const environments = lambda.all("environmentAssigned").map(({ environmentId }) => environmentId);
  expect(new Set(environments).size).toBe(2);
  expect(environments[2]).toBe(environments[1]);
});

test("between requests an environment stands still, and goes on with the next one", async () => {
  const file = join(temporaryFolder(), "ticks");
  const ticks = () => (existsSync(file) ? statSync(file).size : 0);
  const lambda = await running([functionOn("esm")]);
  await lambda.invoke({ do: "leaveInterval", file });
  await lambda.wait(50); // A tick that was under way as it was frozen is written by now.
  const frozen = ticks();
  await lambda.wait(300);
  expect(ticks()).toBe(frozen);
  await lambda.invoke({ do: "sleep", ms: 200 });
  expect(ticks()).toBeGreaterThan(frozen);
});

test("what a handler prints comes before END, in order and complete", async () => {
  const lambda = await running([functionOn("esm"), onPython()]);
  const lines = Array.from({ length: 1_000 }, (_, line) => `line ${line}`);
  await lambda.invoke({ do: "print", lines: 1_000 });
  await lambda.invoke({ do: "print", lines: 1_000 }, "python");
  const messages = lambda.log().map((line) => line.replace("<time>\t<id>\tINFO\t", ""));
  expect(messages.slice(2, 1_003)).toEqual([...lines, "END RequestId: <id>"]);
  expect(messages.slice(1_006, 2_007)).toEqual([...lines, "END RequestId: <id>"]);
  const requestIds = new Set(lambda.all("log").map(({ requestId }) => requestId));
  expect(requestIds).toEqual(new Set(lambda.all("handlerStarted").map(({ requestId }) => requestId)));
});

test("a line over 256 KB is cut, and the next one is whole", async () => {
  const lambda = await running([functionOn("esm")]);
  await lambda.invoke({ do: "printLong" });
  const [, , long, after] = lambda.all("log").map(({ message }) => message);
  expect(long).toHaveLength(256 * 1024);
  expect(after).toBe("after");
});

test("after a crash the next request starts a new process within its own time, and finds what was in the temporary folder", async () => {
  const lambda = await running([functionOn("esm")]);
  await lambda.invoke({ do: "remember", text: "kept" });
  await lambda.invoke({ do: "exit", status: 1 });
  expect(await lambda.answer({ do: "recall" })).toBe("kept");
  expect(lambda.all("environmentStarted")).toHaveLength(1);
  const [report, assigned] = [lambda.log().at(-1), lambda.last("environmentAssigned")];
  expect(report).not.toContain("Init Duration");
  expect(assigned).toMatchObject({ coldStart: false, restart: true });
  // Suppressed init: the Duration covers the start of the process.
  const durationMs = Number(/Duration: ([\d.]+) ms/.exec(lambda.last("log").message)?.[1]);
  expect(durationMs).toBeGreaterThan(lambda.last("environmentInitialized").at - assigned.at);
});

test("another environment has another temporary folder, and none is left when the bench closes", async () => {
  const lambda = await running([functionOn("esm")]);
  const temporary = async () => ((await lambda.answer({ do: "environment" })) as { TMPDIR: string }).TMPDIR;
  const [one, other] = await Promise.all([temporary(), temporary()]);
  expect(one).not.toBe(other);
  expect(existsSync(one)).toBe(true);
  await lambda.lambda.close();
  expect([existsSync(one), existsSync(other)]).toEqual([false, false]);
});

test("an Init phase that fails is tried again within the first request", async () => {
  const lambda = await running([start({ AT_START: "throw once", STARTS: join(temporaryFolder(), "starts") })]);
  expect(await lambda.answer({})).toBe(2);
  expect(lambda.log()).toEqual([
    expect.stringMatching(/^INIT_START /),
    "<time>\tundefined\tINFO\tloading",
    expect.stringMatching(
      /^<time>\tundefined\tERROR\tUncaught Exception \t\{"errorType":"Error","errorMessage":"not yet"/,
    ),
    "INIT_REPORT Init Duration: <ms> ms\tPhase: init\tStatus: error\tError Type: Error",
    "<time>\tundefined\tINFO\tloading",
    "START RequestId: <id> Version: $LATEST",
    "END RequestId: <id>",
    expect.stringMatching(/^REPORT RequestId: <id>\tDuration: <ms> ms\t(?!.*Init Duration)/),
  ]);
  expect(lambda.last("environmentStopped").reason).toBe("initFailed");
});

test("an Init phase that fails twice fails the request", async () => {
  const lambda = await running([start({ AT_START: "throw" }), { ...start({ AT_START: "exit" }), name: "exit" }]);
  expect(await lambda.invoke({})).toMatchObject({ errorType: "Error", errorMessage: "no settings" });
  expect(await lambda.invoke({}, "exit")).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/Error: Runtime exited with error: exit status 7$/),
  });
  expect(lambda.log().slice(-5)).toEqual([
    "INIT_REPORT Init Duration: <ms> ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError",
    "START RequestId: <id> Version: $LATEST",
    "RequestId: <id> Error: Runtime exited with error: exit status 7\nRuntime.ExitError",
    "END RequestId: <id>",
    expect.stringMatching(/^REPORT /),
  ]);
});

/** Real time, some times as fast: with 20, 10 s take 0.5 s. */
class HurriedClock implements Clock {
  readonly #clock = new SystemClock();
  readonly #start = this.#clock.now();
  readonly #factor: number;

  constructor(factor: number) {
    this.#factor = factor;
  }

  now(): Millis {
    return this.#start + (this.#clock.now() - this.#start) * this.#factor;
  }

  after(delay: Millis, fire: () => void) {
    return this.#clock.after(delay / this.#factor, fire);
  }

  hold() {
    return this.#clock.hold();
  }

  inTurn(order: () => string, then: () => void) {
    this.#clock.inTurn(order, then);
  }
}

test("an Init phase has 10 seconds, whatever the function's time-out; then the function's time-out counts", async () => {
  const clock = new HurriedClock(20);
  const hanging = start({ AT_START: "hang" }, 6_000);
  const lambda = await running([hanging], { clock });
  const began = clock.now();
  expect(await lambda.invoke({})).toMatchObject({
    type: "timedOut",
    errorType: "Sandbox.Timedout",
    errorMessage: expect.stringMatching(/^RequestId: .* Error: Task timed out after 6.00 seconds$/),
  });
  const tookMs = clock.now() - began;
  expect(tookMs).toBeGreaterThanOrEqual(16_000);
  expect(lambda.log().filter((line) => !line.includes("loading"))).toEqual([
    expect.stringMatching(/^INIT_START /),
    "INIT_REPORT Init Duration: <ms> ms\tPhase: init\tStatus: timeout",
    "INIT_REPORT Init Duration: <ms> ms\tPhase: invoke\tStatus: timeout",
    "START RequestId: <id> Version: $LATEST",
    "<time> <id> Task timed out after 6.00 seconds",
    "END RequestId: <id>",
    expect.stringMatching(/^REPORT /),
  ]);
  expect(lambda.all("environmentStopped").map(({ reason }) => reason)).toEqual(["initFailed", "timeout"]);
});

test("an Init phase that was too slow once can succeed within the first request", async () => {
  const environment = { AT_START: "hang once", STARTS: join(temporaryFolder(), "starts") };
  const lambda = await running([start(environment, 100_000)], { clock: new HurriedClock(5) });
  expect(await lambda.answer({})).toBe(2);
});

test.runIf(existsSync("/proc/self/status"))(
  "a process over its memory is killed, in Node.js and in Python",
  async () => {
    const lambda = await running([functionOn("esm", { memoryMb: 128 }), onPython({ memoryMb: 128 })]);
    expect(await lambda.answer({ do: "memory", megabytes: 16 })).toBe(2);
    for (const name of ["esm", "python"]) {
      expect(await lambda.invoke({ do: "memory", megabytes: 1_024 }, name)).toMatchObject({
        type: "functionError",
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(/Error: Runtime exited with error: signal: killed$/),
      });
      expect(lambda.log()).toContain(
        "RequestId: <id> Error: Runtime exited with error: signal: killed\nRuntime.OutOfMemory",
      );
      expect(lambda.last("log").message).toContain("Max Memory Used: 128 MB");
      expect(lambda.last("environmentStopped").reason).toBe("memory");
    }
  },
);

test("what others need in an environment is made before its first process, and given back at its end", async () => {
  const made: string[] = [];
  const lambda = await running([functionOn("esm", { environment: { RESTAURANT_URL: "https://example.com" } })], {
    prepareEnvironment: async ({ environmentId, functionName }) => {
      made.push(`made for ${functionName}`);
      const RESTAURANT_URL = `http://127.0.0.1/${environmentId}`;
      return { variables: { RESTAURANT_URL }, release: () => made.push("given back") };
    },
  });
  const { RESTAURANT_URL } = (await lambda.answer({ do: "environment" })) as Record<string, string>;
  expect(RESTAURANT_URL).toBe(`http://127.0.0.1/${lambda.last("environmentStarted").environmentId}`);
  await lambda.invoke({ do: "exit", status: 1 });
  await lambda.invoke({ do: "echo" });
  expect(made).toEqual(["made for esm"]);
  await lambda.lambda.close();
  expect(made).toEqual(["made for esm", "given back"]);
});

test("when what others need cannot be made, the request is a failure of the service, and the next one may succeed", async () => {
  let tries = 0;
  const lambda = await running([functionOn("esm")], {
    prepareEnvironment: async () => {
      tries += 1;
      if (tries === 1) throw new Error("no port left");
      return { variables: {}, release: () => {} };
    },
  });
  expect(await lambda.invoke({ do: "echo" })).toEqual({ type: "serviceError", message: "no port left" });
  expect(await lambda.answer({ do: "echo" })).toEqual({ do: "echo" });
});

test("a handler finds AWS's variables and its own, and none of the bench's", async () => {
  process.env.RINGONCE_TEST_SECRET = "of the developer's shell";
  const lambda = await running([
    functionOn("esm", { name: "book-table", environment: { TABLE: "reservations" }, memoryMb: 512 }),
    onPython(),
  ]);
  const variables = (await lambda.answer({ do: "environment" })) as Record<string, string>;
  const { logStream } = lambda.last("environmentStarted") as unknown as { logStream: string };
  expect(variables).toMatchObject({
    ...{ TABLE: "reservations", _HANDLER: "index.handler", TZ: ":UTC", LANG: "en_US.UTF-8" },
    ...{ AWS_REGION: "ap-northeast-1", AWS_DEFAULT_REGION: "ap-northeast-1" },
    ...{ AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x", AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand" },
    ...{ AWS_LAMBDA_FUNCTION_NAME: "book-table", AWS_LAMBDA_FUNCTION_VERSION: "$LATEST" },
    ...{ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512", AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/book-table" },
    ...{ AWS_LAMBDA_LOG_STREAM_NAME: logStream, LAMBDA_TASK_ROOT: functionOn("esm").codePath },
    AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    AWS_ACCESS_KEY_ID: expect.stringContaining("NOTAREALKEY"),
    PATH: process.env.PATH,
  });
  expect(Object.keys(variables)).not.toContain("RINGONCE_TEST_SECRET");
  expect(Object.keys(variables)).not.toContain("HOME");
  const python = (await lambda.answer({ do: "environment" }, "python")) as Record<string, string>;
  expect(python.PYTHONPATH).toBe(python.LAMBDA_RUNTIME_DIR);
});
