import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { FunctionConfiguration } from "./function.ts";
import { functionOn, onPython } from "./test/running-lambda.ts";
import { silentServer } from "./test/silent-server.ts";
import { inSimulatedTime } from "./test/simulated-lambda.ts";

// What holds in simulated time whatever the handler is written in.
const python = fileURLToPath(new URL("fixtures/waiting-python", import.meta.url));
const waitingOn: Readonly<Record<string, FunctionConfiguration>> = {
  "Node.js": functionOn("waiting", { timeoutMs: 8_000 }),
  Python: onPython({ name: "waiting", codePath: python, timeoutMs: 8_000 }),
};

describe.each(Object.entries(waitingOn))("on %s", (_name, waiting) => {
  test("what a handler left running stands still, and goes on when its environment is used again", async () => {
    const lambda = await inSimulatedTime([waiting]);
    expect(await lambda.answered({ do: "background", ms: 1_000 })).toEqual([0, "left"]);
    await lambda.running.wait(60_000);
    const fired = () => lambda.running.log().flatMap((line) => /fired .*/.exec(line) ?? []);
    expect(fired()).toEqual([]);
    await lambda.answered({ do: "sleep", ms: 10 });
    expect(fired()).toEqual(["fired 60000 ms later"]);
  });

  test.concurrent.for([
    ["a loop that waits for the time to pass", { do: "busy", ms: 7_000 }, /waiting has not paused once/],
    ["a host that the bench does not serve", { do: "elsewhere" }, /waiting waits for an answer from 127\.0\.0\.1:\d+/],
  ] as const)("%s is reported by name after the real limit, and time stands still", async ([, event, message]) => {
    const to = await silentServer();
    // Long enough for a process to start on a busy machine, short enough to be waited for.
    const lambda = await inSimulatedTime([waiting], { realLimitMs: 3_000 });
    lambda.running.invoke({ ...event, to });
    expect((await lambda.givenUp()).message).toMatch(message);
  });

  test("a host that the bench does not serve may answer in real time", async () => {
    const to = await silentServer({ answersAfterMs: 50 });
    const lambda = await inSimulatedTime([waiting]);
    expect(await lambda.answered({ do: "elsewhere", to })).toEqual([0, 200]);
  });
});
