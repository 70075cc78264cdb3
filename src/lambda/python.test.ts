import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectType, functionOn, onPython, running, temporaryFolder } from "./test/running-lambda.ts";

test("a Python handler answers, in a module or in a folder's", async () => {
  const lambda = await running([onPython(), onPython({ name: "deep", handler: "folder/deep.handler" })]);
  expect(await lambda.answer({ do: "echo", name: "さくら" })).toEqual({ do: "echo", name: "さくら" });
  expect(await lambda.answer({}, "deep")).toBe("deep");
});

test("the context says what AWS's says", async () => {
  const lambda = await running([onPython({ name: "book-table", memoryMb: 512, timeoutMs: 5_000 })]);
  const context = (await lambda.answer({ do: "context" })) as Record<string, unknown>;
  expect(context).toMatchObject({
    request: lambda.last("handlerStarted").requestId,
    name: "book-table",
    version: "$LATEST",
    memory: "512",
    arn: "arn:aws:lambda:ap-northeast-1:123456789012:function:book-table",
    group: "/aws/lambda/book-table",
  });
  expect(context.stream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  expect(context.left).toBeGreaterThan(0);
  expect(context.left).toBeLessThanOrEqual(5_001);
});

test("print is raw, the root logger has AWS's format, and the order is kept", async () => {
  const lambda = await running([onPython()]);
  await lambda.invoke({ do: "log" });
  expect(lambda.log().slice(2, -2)).toEqual(["raw", "from stderr", "[INFO]\t<time>\t<id>\ttwo\nlines"]);
});

test("an exception reaches the caller with type, message and stackTrace, and the log", async () => {
  const lambda = await running([onPython()]);
  const { payload } = expectType(await lambda.invoke({ do: "throw" }), "functionError");
  expect(JSON.parse(payload)).toEqual({
    errorMessage: "for four",
    errorType: "NoTable",
    requestId: lambda.last("handlerStarted").requestId,
    stackTrace: [expect.stringContaining("in lambda_handler"), expect.stringContaining("in do_throw")],
  });
  expect(lambda.log().some((line) => line.startsWith("[ERROR] NoTable: for four\nTraceback"))).toBe(true);
});

test("Decimals are numbers, and what is not JSON is an error", async () => {
  const lambda = await running([onPython()]);
  expect(await lambda.answer({ do: "decimal" })).toEqual({ price: 12.5, count: 3 });
  expect(await lambda.invoke({ do: "unserialisable" })).toMatchObject({
    errorType: "Runtime.MarshalError",
    errorMessage: expect.stringContaining("Unable to marshal response"),
  });
});

test("sys.exit ends the process, and the request with it", async () => {
  const lambda = await running([onPython()]);
  expect(await lambda.invoke({ do: "exit", status: 4 })).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringContaining("Runtime exited with error: exit status 4"),
  });
  expect(await lambda.answer({ do: "echo" })).toEqual({ do: "echo" });
});

test("what cannot be loaded says why, with AWS's names", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "broken.py"), "def handler(event, context)\n  return 1\n");
  const lambda = await running([
    onPython({ name: "import", handler: "folder/more.handler" }),
    onPython({ name: "missing", handler: "lambda_function.nobody" }),
    functionOn("python", { name: "syntax", runtime: "python3.13", codePath: folder, handler: "broken.handler" }),
  ]);
  expect(await lambda.invoke({}, "import")).toMatchObject({
    errorType: "Runtime.ImportModuleError",
    errorMessage: "Unable to import module 'folder/more': No module named 'not_installed_anywhere'",
  });
  expect(await lambda.invoke({}, "missing")).toMatchObject({
    errorType: "Runtime.HandlerNotFound",
    errorMessage: "Handler 'nobody' missing on module 'lambda_function'",
  });
  expect(await lambda.invoke({}, "syntax")).toMatchObject({ errorType: "Runtime.UserCodeSyntaxError" });
});
