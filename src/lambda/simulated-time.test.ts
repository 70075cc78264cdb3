import { expect, test } from "vitest";
import { functionOn, onProvided } from "./test/running-lambda.ts";
import { inSimulatedTime } from "./test/simulated-lambda.ts";

const waiting = (timeoutMs: number) => functionOn("waiting", { timeoutMs });

test.for(["sleep", "scheduler", "timer", "promisified", "interval", "ticks", "work"])(
  "%s of 7 s: answers after 7 s, is stopped where the function has 7 s",
  async (way) => {
    const lambda = await inSimulatedTime([waiting(8_000), { ...waiting(7_000), name: "shorter" }]);
    expect(await lambda.timed({ do: way, ms: 7_000 })).toEqual([7_000, "succeeded"]);
    expect(await lambda.timed({ do: way, ms: 7_000 }, "shorter")).toEqual([7_000, "timedOut"]);
  },
);

test("an API that answers after 6.5 s: under 8 s its answer comes, under 6 s the function is stopped", async () => {
  const functions = [waiting(8_000), { ...waiting(6_000), name: "shorter" }];
  const lambda = await inSimulatedTime(functions, { latencyMs: 6_500 });
  for (const [way, answer] of [
    ["fetch", "ok"],
    ["get", 200],
    ["parallel", ["ok", "ok"]],
    ["unread", 200],
  ] as const) {
    expect(await lambda.answered({ do: way })).toEqual([6_500, answer]);
    expect(await lambda.timed({ do: way }, "shorter")).toEqual([6_000, "timedOut"]);
  }
});

test.for(["waiting-cjs", "waiting-typescript"])("%s sleeps, calls out and sets a timer", async (fixture) => {
  const lambda = await inSimulatedTime([functionOn(fixture)], { latencyMs: 6_500 });
  expect(await lambda.answered({})).toEqual([8_000, [true, 200]]);
  expect(await lambda.answered({})).toEqual([8_000, [true, 200]]);
});

test("a request that the handler gives up after 2 s ends after 2 s", async () => {
  const lambda = await inSimulatedTime([waiting(8_000)], { latencyMs: 6_500 });
  expect(await lambda.answered({ do: "timeoutSignal" })).toEqual([2_000, "TimeoutError"]);
  expect(await lambda.answered({ do: "controller" })).toEqual([2_000, "AbortError"]);
  expect(await lambda.answered({ do: "socketTimeout" })).toEqual([2_000, "timed out"]);
});

test("an answer that is large and never read keeps nobody", async () => {
  const lambda = await inSimulatedTime([waiting(8_000)], { latencyMs: 100, body: "x".repeat(4_000_000) });
  expect(await lambda.answered({ do: "unread" })).toEqual([100, 200]);
  expect((await lambda.answered({ do: "fetch" }))[0]).toBe(100);
});

test("a runtime of the user's own runs in real time, and simulated time waits for it", async () => {
  const lambda = await inSimulatedTime([onProvided()]);
  const [ms] = await lambda.answered({ do: "echo" });
  expect(ms).toBe(0);
});

test("every clock of the handler's agrees", async () => {
  const lambda = await inSimulatedTime([waiting(8_000)]);
  expect(await lambda.answered({ do: "clocks", ms: 3_333 })).toEqual([3_333, Array(6).fill(3_333)]);
});

test("a callback handler answers when nothing is left to do, and a promise that nobody can settle ends the process", async () => {
  const lambda = await inSimulatedTime([
    functionOn("waiting", { handler: "index.callback" }),
    { ...waiting(8_000), name: "promise" },
  ]);
  expect(await lambda.answered({ ms: 5_000 })).toEqual([5_000, "when all is done"]);
  expect(await lambda.timed({ do: "unsettled" }, "promise")).toEqual([0, "functionError"]);
});
