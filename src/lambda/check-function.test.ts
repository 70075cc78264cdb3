import { expect, test } from "vitest";
import { checkFunction } from "./check-function.ts";
import { functionOn, onProvided, onPython } from "./test/running-lambda.ts";

test("functions that can run have no problems", () => {
  const functions = [
    ...[functionOn("esm"), functionOn("typescript"), onPython(), onProvided()],
    ...[
      functionOn("cjs", { handler: "orders/create.api.orders.create" }),
      onPython({ handler: "folder/deep.handler" }),
    ],
  ];
  expect(functions.flatMap(checkFunction)).toEqual([]);
});

test.each([
  ["function-code-missing", functionOn("esm", { codePath: "/no/such/folder" })],
  ["function-runtime-unknown", functionOn("esm", { runtime: "java21" })],
  ["function-handler-malformed", functionOn("esm", { handler: "index" })],
  ["function-handler-malformed", functionOn("esm", { handler: "../esm/index.handler" })],
  ["function-handler-malformed", onPython({ handler: "lambda_function" })],
  ["function-handler-missing", functionOn("esm", { handler: "src/index.handler" })],
  ["function-handler-missing", onPython({ handler: "elsewhere.handler" })],
  ["function-bootstrap-missing", functionOn("esm", { runtime: "provided" })],
  ["function-variable-reserved", functionOn("esm", { environment: { AWS_REGION: "us-east-1" } })],
])("%s", (rule, configuration) => {
  const problems = checkFunction(configuration);
  expect(problems.map((problem) => problem.rule)).toEqual([rule]);
  expect(problems[0]?.message).toContain(configuration.name);
});
