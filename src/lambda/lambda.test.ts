import { join } from "node:path";
import { expect, test } from "vitest";
import type { AttemptOutcome } from "./attempt.ts";
import { expectType, functionOn, isAlive, running } from "./test/running-lambda.ts";

test("reserved concurrency is a limit: one request more is throttled", async () => {
  const lambda = await running([functionOn("esm", { reservedConcurrency: 2 })]);
  const outcomes = await Promise.all([1, 2, 3].map(() => lambda.invoke({ do: "sleep", ms: 200 })));
  const succeeded = { type: "succeeded", payload: '"slept"' };
  const throttled = { type: "throttled", reason: "ReservedFunctionConcurrentInvocationLimitExceeded" };
  expect(outcomes).toEqual([succeeded, succeeded, throttled]);
  expect(await lambda.answer({ do: "echo" })).toEqual({ do: "echo" });
});

test("a reserved concurrency of 0 throttles everything", async () => {
  const lambda = await running([functionOn("esm", { reservedConcurrency: 0 })]);
  expect(await lambda.invoke({ do: "echo" })).toMatchObject({ type: "throttled" });
});

test("functions without a reservation share what the others leave of the account's concurrency", async () => {
  const lambda = await running(
    [
      functionOn("esm"),
      functionOn("esm", { name: "other" }),
      functionOn("esm", { name: "reserved", reservedConcurrency: 1 }),
    ],
    { accountConcurrency: 2 },
  );
  const running1 = lambda.invoke({ do: "sleep", ms: 300 });
  const throttled = { type: "throttled", reason: "ConcurrentInvocationLimitExceeded" };
  expect(await lambda.invoke({ do: "echo" }, "other")).toEqual(throttled);
  expect(await lambda.answer({ do: "echo" }, "reserved")).toEqual({ do: "echo" });
  expectType(await running1, "succeeded");
  expect(await lambda.answer({ do: "echo" }, "other")).toEqual({ do: "echo" });
});

test("requests one after the other never meet an environment that is still busy", async () => {
  const lambda = await running([functionOn("esm", { reservedConcurrency: 1 })]);
  for (let request = 0; request < 100; request++) expect(await lambda.answer({ do: "count" })).toBe(request + 1);
  expect(lambda.all("environmentStarted")).toHaveLength(1);
});

test("Lambda refuses what it does not know, what is too large, and what is not JSON", async () => {
  const lambda = await running([functionOn("esm")]);
  expect(await lambda.invoke({}, "nobody")).toEqual({
    type: "rejected",
    status: 404,
    errorType: "ResourceNotFoundException",
    message: "Function not found: arn:aws:lambda:ap-northeast-1:123456789012:function:nobody",
  });
  const sixMegabytes = 6 * 1024 * 1024;
  expect(await lambda.invokeRaw(`"${"x".repeat(sixMegabytes - 1)}"`)).toMatchObject({
    ...{ type: "rejected", status: 413, errorType: "RequestTooLargeException" },
  });
  expect(await lambda.invokeRaw("{")).toMatchObject({
    ...{ type: "rejected", status: 400, errorType: "InvalidRequestContentException" },
    message: expect.stringMatching(/^Could not parse request body into json: /),
  });
  const fits = { do: "nothing", text: "x".repeat(sixMegabytes - 100) };
  expect(await lambda.invoke(fits)).toEqual({ type: "succeeded", payload: "null" });
});

test("an outcome never comes before invoke has returned", async () => {
  const { lambda } = await running([functionOn("esm", { reservedConcurrency: 0 })]);
  const order: string[] = [];
  await new Promise<void>((settled) => {
    const request = { requestId: "1", payload: "{}" };
    for (const functionName of ["esm", "nobody"]) {
      lambda.invoke({ ...request, functionName, settled: ({ type }) => order.push(type) === 3 && settled() });
    }
    order.push("returned");
  });
  expect(order).toEqual(["returned", "throttled", "rejected"]);
});

test("idle comes when the last request is over, and at once when there is none", async () => {
  const lambda = await running([functionOn("esm")]);
  await lambda.lambda.idle();
  let outcome: AttemptOutcome | undefined;
  void lambda.invoke({ do: "sleep", ms: 200 }).then((settled) => {
    outcome = settled;
  });
  await lambda.lambda.idle();
  await Promise.resolve();
  expect(outcome).toEqual({ type: "succeeded", payload: '"slept"' });
});

test("closing kills what runs and what stands still, and settles what is open", async () => {
  const lambda = await running([functionOn("esm")]);
  const pid = async () => (await lambda.answer({ do: "pid" })) as number;
  const pids = await Promise.all([pid(), pid()]);
  const open = lambda.invoke({ do: "busy", ms: 30_000, file: join("/dev", "null") });
  await lambda.wait(50);
  expect(pids.map(isAlive)).toEqual([true, true]);
  await lambda.lambda.close();
  expect(pids.map(isAlive)).toEqual([false, false]);
  expect(await open).toMatchObject({ type: "serviceError" });
  expect(await lambda.invoke({ do: "echo" })).toMatchObject({ type: "serviceError" });
  expect(lambda.all("environmentStopped").map(({ reason }) => reason)).toEqual(["shutdown", "shutdown"]);
});

test("closing while an environment is being made leaves nothing behind", async () => {
  const lambda = await running([functionOn("esm")]);
  const open = lambda.invoke({ do: "pid" });
  await lambda.lambda.close();
  expect(await open).toMatchObject({ type: "serviceError" });
});

test("a service with a function that cannot run does not open", async () => {
  await expect(running([functionOn("esm", { handler: "nowhere.handler" })])).rejects.toMatchObject({
    code: "ERR_FUNCTION_CANNOT_RUN",
    message: expect.stringContaining('The handler of esm is "nowhere.handler"'),
  });
});
