import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectType, functionOn, running, temporaryFolder } from "./test/running-lambda.ts";

const cjs = (property: string, runtime = "nodejs22.x") =>
  functionOn("cjs", { name: property, handler: `index.${property}`, runtime });

test("a handler may be async, return a promise, call back, or use the context's old methods", async () => {
  const names = ["promise", "callback", "done", "succeed", "fail", "silent"];
  const lambda = await running([functionOn("esm"), ...names.map((name) => cjs(name))]);

  expect(await lambda.answer({ do: "echo", name: "Sakura" })).toEqual({ do: "echo", name: "Sakura" });
  expect(await lambda.answer({ name: "Sakura" }, "promise")).toEqual({ promised: { name: "Sakura" } });
  expect(await lambda.answer({ name: "Sakura" }, "callback")).toEqual({ called: "Sakura" });
  expect(await lambda.invoke({ fail: "no table" }, "callback")).toMatchObject({ errorMessage: "no table" });
  expect(await lambda.answer({}, "done")).toBe("done");
  expect(await lambda.answer({}, "succeed")).toBe("succeeded");
  expect(await lambda.invoke({}, "fail")).toMatchObject({ type: "functionError", errorMessage: "failed" });
  expect(await lambda.invoke({}, "silent")).toEqual({ type: "succeeded", payload: "null" });
});

test("a handler that calls back waits until nothing is left to do, unless it says otherwise", async () => {
  const lambda = await running([cjs("waits"), cjs("doesNotWait")]);
  expect(await lambda.answer({}, "waits")).toEqual(["later"]);
  expect(await lambda.answer({}, "doesNotWait")).toEqual([]);
});

test("Node.js 24 knows no callbacks: a handler with three parameters does not start", async () => {
  const lambda = await running([cjs("callback", "nodejs24.x"), cjs("promise", "nodejs24.x")]);
  expect(await lambda.invoke({})).toMatchObject({
    type: "functionError",
    errorType: "Runtime.CallbackHandlerDeprecated",
  });
  expect(await lambda.answer({ a: 1 }, "promise")).toEqual({ promised: { a: 1 } });
});

test("a handler may lie in a folder, and be a property of an export", async () => {
  const handler = "orders/create.api.orders.create";
  const lambda = await running([functionOn("cjs", { handler })]);
  expect(await lambda.answer({})).toBe("created");
});

test("nothing answered is null", async () => {
  const lambda = await running([functionOn("esm")]);
  expect(await lambda.invoke({ do: "nothing" })).toEqual({ type: "succeeded", payload: "null" });
});

test("the context says what AWS's says", async () => {
  const lambda = await running([functionOn("esm", { name: "book-table", memoryMb: 512, timeoutMs: 5_000 })]);
  const context = (await lambda.answer({ do: "context" })) as Record<string, unknown>;
  expect(context).toMatchObject({
    awsRequestId: lambda.last("handlerStarted").requestId,
    functionName: "book-table",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:ap-northeast-1:123456789012:function:book-table",
    memoryLimitInMB: "512",
    logGroupName: "/aws/lambda/book-table",
    callbackWaitsForEmptyEventLoop: true,
  });
  expect(context.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  expect(context.trace).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  expect(context.left).toBeGreaterThan(0);
  expect(context.left).toBeLessThanOrEqual(5_001);
});

test("an exception reaches the caller with type, message and trace, and the log", async () => {
  const lambda = await running([functionOn("esm")]);
  const { errorType, errorMessage, payload } = expectType(await lambda.invoke({ do: "throw" }), "functionError");
  expect({ errorType, errorMessage }).toEqual({ errorType: "TypeError", errorMessage: "no such table" });
  expect(JSON.parse(payload)).toMatchObject({
    errorType: "TypeError",
    errorMessage: "no such table",
    trace: expect.arrayContaining(["TypeError: no such table", expect.stringContaining("esm/index.mjs:")]),
  });
  const logged = lambda.log().find((line) => line.includes("Invoke Error"));
  expect(logged).toMatch(
    /^<time>\t<id>\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"no such table"/,
  );
});

test("something thrown that is no Error has its JavaScript type", async () => {
  const lambda = await running([functionOn("esm")]);
  const { payload } = expectType(await lambda.invoke({ do: "throwText" }), "functionError");
  expect(JSON.parse(payload)).toEqual({ errorType: "string", errorMessage: "plain text", trace: [] });
});

test("a result that is not JSON is an error", async () => {
  const lambda = await running([functionOn("esm")]);
  const errorMessage = "Unable to stringify response body";
  expect(await lambda.invoke({ do: "circular" })).toMatchObject({ type: "functionError", errorMessage });
});

test("an exception outside the handler answers the request, and then ends the process", async () => {
  const lambda = await running([functionOn("esm")]);
  expect(await lambda.invoke({ do: "throwLater" })).toMatchObject({
    errorType: "RangeError",
    errorMessage: "too late",
  });
  await lambda.lambda.idle();
  expect(lambda.log()).toContain(
    "RequestId: <id> Error: Runtime exited with error: exit status 129\nRuntime.ExitError",
  );
  expect(await lambda.answer({ do: "count" })).toBe(1);
});

test("a rejection that nobody handles does too", async () => {
  const lambda = await running([functionOn("esm")]);
  const errorType = "Runtime.UnhandledPromiseRejection";
  expect(await lambda.invoke({ do: "rejectLater" })).toMatchObject({ errorType });
  await lambda.lambda.idle();
  expect(lambda.log()).toContain(
    "RequestId: <id> Error: Runtime exited with error: exit status 128\nRuntime.ExitError",
  );
});

test.each([
  [{ do: "exit", status: 3 }, "Runtime.ExitError", "Runtime exited with error: exit status 3"],
  [{ do: "exit", status: 0 }, "Runtime.ExitError", "Runtime exited without providing a reason"],
  [{ do: "killSelf", signal: "SIGKILL" }, "Runtime.ExitError", "Runtime exited with error: signal: killed"],
  [{ do: "killSelf", signal: "SIGSEGV" }, "Runtime.ExitError", "Runtime exited with error: signal: segmentation fault"],
  [{ do: "never" }, "Runtime.NodeJsExit", expect.stringContaining("a Promise that was never settled")],
])("a process that ends in the middle of %o is a function error", async (event, errorType, reason) => {
  const lambda = await running([functionOn("esm")]);
  const outcome = expectType(await lambda.invoke(event), "functionError");
  const { requestId } = lambda.last("handlerStarted");
  expect(outcome.errorType).toBe(errorType);
  expect(outcome.errorMessage.replace(`RequestId: ${requestId} Error: `, "")).toEqual(reason);
  expect(JSON.parse(outcome.payload)).toEqual({ errorType, errorMessage: outcome.errorMessage });
  expect(lambda.log()).toContain(`${outcome.errorMessage.replace(requestId, "<id>")}\n${errorType}`);
  expect(lambda.last("environmentStopped").reason).toBe("crash");
});

test("what cannot be loaded says why, with AWS's names", async () => {
  const folder = temporaryFolder();
  const code = (name: string, text: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "index.cjs"), text);
    return functionOn("esm", { name, codePath: join(folder, name) });
  };
  const lambda = await running([
    code("syntax", "exports.handler = async () => {"),
    code("import", 'require("not-installed-anywhere");'),
    code("missing", "exports.other = 1;"),
    code("number", "exports.handler = 1;"),
  ]);
  expect(await lambda.invoke({}, "syntax")).toMatchObject({ errorType: "Runtime.UserCodeSyntaxError" });
  expect(await lambda.invoke({}, "import")).toMatchObject({
    errorType: "Runtime.ImportModuleError",
    errorMessage: expect.stringContaining("Cannot find module 'not-installed-anywhere'"),
  });
  expect(await lambda.invoke({}, "missing")).toMatchObject({
    errorType: "Runtime.HandlerNotFound",
    errorMessage: "index.handler is undefined or not exported",
  });
  expect(await lambda.invoke({}, "number")).toMatchObject({ errorMessage: "index.handler is not a function" });
});

test("console lines have AWS's format, and both streams keep their order", async () => {
  const lambda = await running([functionOn("esm")]);
  await lambda.invoke({ do: "printOnBoth" });
  await lambda.lambda.idle();
  expect(lambda.log().slice(2, -2)).toEqual(["one", "two", "<time>\t<id>\tWARN\tthree\nand a half", "four"]);
});
