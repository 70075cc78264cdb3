import { expect, test } from "vitest";
import { expectType, functionOn, onProvided, running } from "./test/running-lambda.ts";

test("any program that speaks the Runtime API can be a function", async () => {
  const lambda = await running([onProvided({ runtime: "provided.al2" })]);
  expect(await lambda.answer({ do: "echo" })).toEqual({ do: "echo" });
  expect(await lambda.answer({ do: "echo", again: true })).toEqual({ do: "echo", again: true });
});

test("an event comes with AWS's headers", async () => {
  const lambda = await running([onProvided({ timeoutMs: 5_000 })]);
  const headers = (await lambda.answer({ do: "headers" })) as Record<string, string>;
  expect(headers).toMatchObject({
    "content-type": "application/json",
    "lambda-runtime-aws-request-id": lambda.last("handlerStarted").requestId,
    "lambda-runtime-invoked-function-arn": "arn:aws:lambda:ap-northeast-1:123456789012:function:provided",
    "lambda-runtime-trace-id": expect.stringMatching(/^Root=1-/),
    "lambda-runtime-invocation-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  expect(Math.abs(deadline - lambda.last("handlerStarted").at - 5_000)).toBeLessThan(100);
});

test("a request that does not fit the Runtime API is refused, and the rest goes on", async () => {
  const lambda = await running([onProvided()]);
  expect(await lambda.answer({ do: "misbehave" })).toEqual({});
  // next without an answer, another request's id, another invocation's id, init/error too late, no such path, the answer, a second one
  expect(lambda.log()).toContain("[403,400,400,403,404,202,403]");
});

test("an answer over 6 MB is refused, and the caller is told", async () => {
  const lambda = await running([onProvided()]);
  const tooBig = { do: "too big", bytes: 6 * 1024 * 1024 + 101 };
  expect(await lambda.invoke(tooBig)).toMatchObject({
    type: "functionError",
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
  });
  const justFits = expectType(await lambda.invoke({ ...tooBig, bytes: tooBig.bytes - 1 }), "succeeded");
  expect(justFits.payload).toHaveLength(6 * 1024 * 1024 + 100);
});

test("an error that is not JSON still has the type that the runtime gave it", async () => {
  const lambda = await running([onProvided()]);
  expect(await lambda.invoke({ do: "bad error" })).toMatchObject({ errorType: "Table.Taken", payload: "not json" });
});

test("a runtime that never comes back after its answer is killed at the time-out; its answer stands", async () => {
  const lambda = await running([onProvided({ timeoutMs: 400 })]);
  expect(await lambda.invoke({ do: "dawdle" })).toEqual({ type: "succeeded", payload: '"answered"' });
  expect(lambda.all("environmentStopped")).toEqual([]);
  await lambda.lambda.idle();
  expect(lambda.last("environmentStopped").reason).toBe("timeout");
  expect(lambda.log()).toContain("<time> <id> Task timed out after 0.40 seconds");
  expect(await lambda.answer({ do: "echo" })).toEqual({ do: "echo" });
});

test("a runtime that says it cannot start is started once more, and then the request fails with its words", async () => {
  const lambda = await running([onProvided({ handler: "init.error" })]);
  expect(await lambda.invoke({})).toEqual({
    type: "functionError",
    errorType: "Settings.Missing",
    errorMessage: "no settings",
    payload: '{"errorType":"Settings.Missing","errorMessage":"no settings"}',
  });
  expect(lambda.log()).toEqual([
    expect.stringMatching(/^INIT_START Runtime Version: provided:al2023.ringonce\t/),
    "INIT_REPORT Init Duration: <ms> ms\tPhase: init\tStatus: error\tError Type: Settings.Missing",
    "INIT_REPORT Init Duration: <ms> ms\tPhase: invoke\tStatus: error\tError Type: Settings.Missing",
    "START RequestId: <id> Version: $LATEST",
    "Unknown application error occurred\nSettings.Missing",
    "END RequestId: <id>",
    expect.stringMatching(/^REPORT RequestId: <id>\t/),
  ]);
});

test("a bootstrap that cannot be executed is an invalid entry point", async () => {
  const lambda = await running([functionOn("provided-broken", { runtime: "provided.al2023" })]);
  expect(await lambda.invoke({})).toMatchObject({
    errorType: "Runtime.InvalidEntrypoint",
    errorMessage: expect.stringMatching(/Error: fork\/exec .*bootstrap: no such file or directory$/),
  });
});
