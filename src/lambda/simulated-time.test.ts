import { expect, test } from "vitest";
import { functionOn } from "./test/running-lambda.ts";
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
