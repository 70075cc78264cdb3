import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectType, functionOn, onPython, running, temporaryFolder } from "./test/running-lambda.ts";

const timeoutMs = 1_500;
/** The work would be done, and its file written, this long after it began. */
const workMs = 1_900;
/** What a shared machine may add. On an idle one the end comes within 20 ms, and the next handler starts within 100 ms. */
const toleranceMs = 1_000;

test.for([
  ["Node.js that sleeps", functionOn("esm", { timeoutMs }), { do: "sleep" }],
  ["Node.js in an endless loop", functionOn("esm", { timeoutMs }), { do: "busy" }],
  ["Node.js that waits for a child", functionOn("esm", { timeoutMs }), { do: "child" }],
  ["Node.js whose child has left its process group", functionOn("esm", { timeoutMs }), { do: "child", detached: true }],
  ["Python that sleeps", onPython({ timeoutMs }), { do: "sleep" }],
  ["Python in an endless loop", onPython({ timeoutMs }), { do: "busy" }],
  ["Python that waits for a child", onPython({ timeoutMs }), { do: "child" }],
  ["Python whose child has left its process group", onPython({ timeoutMs }), { do: "child", detached: true }],
] as const)(
  "%s is stopped at its time-out, does nothing later, and the next request runs",
  async (each, { annotate }) => {
    const [, configuration, event] = each;
    const file = join(temporaryFolder(), "done");
    const lambda = await running([configuration]);

    const outcome = expectType(await lambda.invoke({ ...event, ms: workMs, file }), "timedOut");
    const handed = lambda.last("handlerStarted");
    const stopped = lambda.last("environmentStopped");
    const errorMessage = `RequestId: ${handed.requestId} Error: Task timed out after 1.50 seconds`;
    expect(outcome).toEqual({
      ...{ type: "timedOut", errorType: "Sandbox.Timedout", errorMessage },
      payload: JSON.stringify({ errorType: "Sandbox.Timedout", errorMessage }),
    });
    expect(stopped.reason).toBe("timeout");
    expect(stopped.at - handed.at).toBeGreaterThanOrEqual(timeoutMs);
    expect(stopped.at - handed.at).toBeLessThan(timeoutMs + toleranceMs);

    expect(await lambda.answer({ do: "echo" })).toEqual({ do: "echo" });
    const again = lambda.last("handlerStarted");
    expect(again.at - stopped.at).toBeLessThan(toleranceMs);
    await annotate(
      `stopped ${ms(stopped.at - handed.at - timeoutMs)} late, next handler after ${ms(again.at - stopped.at)}`,
    );

    expect(lambda.log().filter((line) => /^(START|END|REPORT|<time> <id> Task)/.test(line))).toEqual([
      "START RequestId: <id> Version: $LATEST",
      "<time> <id> Task timed out after 1.50 seconds",
      "END RequestId: <id>",
      expect.stringMatching(/^REPORT RequestId: <id>\tDuration: <ms> ms\t.*Init Duration: <ms> ms\t$/),
      "START RequestId: <id> Version: $LATEST",
      "END RequestId: <id>",
      expect.stringMatching(/^REPORT RequestId: <id>\tDuration: <ms> ms\t(?!.*Init Duration)/),
    ]);

    await lambda.wait(Math.max(0, handed.at + workMs + 400 - lambda.clock.now()));
    expect(existsSync(file)).toBe(false);
  },
);

const ms = (duration: number): string => `${duration.toFixed(1)} ms`;
