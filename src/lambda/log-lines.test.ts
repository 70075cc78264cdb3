import { expect, test } from "vitest";
import { crashLine, reportLine, timedOutLine } from "./log-lines.ts";

test("the REPORT line of AWS's own example of a time-out", () => {
  const report = { requestId: "r-1", durationMs: 3004.92, initMs: 111.23, memoryMb: 128, memoryUsedMb: 73 };
  expect(reportLine(report)).toBe(
    "REPORT RequestId: r-1\tDuration: 3004.92 ms\tBilled Duration: 3117 ms\tMemory Size: 128 MB\tMax Memory Used: 73 MB\tInit Duration: 111.23 ms\t",
  );
  expect(reportLine({ ...report, initMs: undefined })).toBe(
    "REPORT RequestId: r-1\tDuration: 3004.92 ms\tBilled Duration: 3005 ms\tMemory Size: 128 MB\tMax Memory Used: 73 MB\t",
  );
});

test("a time-out and a crash have a line of their own", () => {
  const now = Date.UTC(2024, 2, 4, 17, 22, 38, 33);
  expect(timedOutLine(now, "r-1", 3_000)).toBe("2024-03-04T17:22:38.033Z r-1 Task timed out after 3.00 seconds");
  const failure = { errorType: "Runtime.ExitError", reason: "Runtime exited without providing a reason" };
  expect(crashLine("r-1", failure)).toBe(
    "RequestId: r-1 Error: Runtime exited without providing a reason\nRuntime.ExitError",
  );
});
