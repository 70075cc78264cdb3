import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { simulatedStart } from "../clock/simulated.ts";
import { onPython } from "./test/running-lambda.ts";
import { inSimulatedTime } from "./test/simulated-lambda.ts";

const codePath = fileURLToPath(new URL("fixtures/waiting-python", import.meta.url));
const waiting = (timeoutMs: number) => onPython({ name: "waiting", codePath, timeoutMs });

test.for([
  ["sleep", null],
  ["asyncio", null],
  ["executor", null],
  ["event", false],
  ["timer", true],
  ["join", true],
  ["queue", "empty"],
  ["pool", [0, 1, 2]],
  ["condition", false],
  ["process", null],
  ["fork", 7],
] as const)("%s of 7 s: answers after 7 s, is stopped where the function has 7 s", async ([way, answer]) => {
  const lambda = await inSimulatedTime([waiting(8_000), { ...waiting(7_000), name: "shorter" }]);
  expect(await lambda.answered({ do: way, ms: 7_000 })).toEqual([7_000, answer]);
  expect(await lambda.timed({ do: way, ms: 7_000 }, "shorter")).toEqual([7_000, "timedOut"]);
});

test("asyncio's time-outs and several sleeps at once take their longest", async () => {
  const lambda = await inSimulatedTime([waiting(8_000)]);
  expect(await lambda.answered({ do: "gather", ms: 3_000 })).toEqual([3_250, "timed out"]);
});

test("an API that answers after 6.5 s: under 8 s its answer comes, under 6 s the function is stopped", async () => {
  const functions = [waiting(8_000), { ...waiting(6_000), name: "shorter" }];
  const lambda = await inSimulatedTime(functions, { latencyMs: 6_500 });
  for (const [way, answer] of [
    ["urllib", "ok"],
    ["http", 200],
    ["parallel", ["ok", "ok"]],
    ["stream", "HTTP/1.1 200 OK"],
  ] as const) {
    expect(await lambda.answered({ do: way })).toEqual([6_500, answer]);
    expect(await lambda.timed({ do: way }, "shorter")).toEqual([6_000, "timedOut"]);
  }
});

test("a request that urllib gives up after 2 s ends after 2 s", async () => {
  const lambda = await inSimulatedTime([waiting(8_000)], { latencyMs: 6_500 });
  expect(await lambda.answered({ do: "timeout" })).toEqual([2_000, "timed out"]);
});

test("every clock of the handler's agrees", async () => {
  const lambda = await inSimulatedTime([waiting(8_000)]);
  const [, dates] = await lambda.answered({ do: "dates" });
  expect(dates).toEqual(["2027-01-15", "2027-01-15T01:00:00+00:00", "2027-01-15", true, true]);
  expect(simulatedStart).toBe(Date.parse("2027-01-15T01:00:00Z"));
  expect(await lambda.answered({ do: "clocks", ms: 3_333 })).toEqual([3_333, Array(8).fill(3_333)]);
});
