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

test("an unknown version of a runtime is refused, with all that are known", () => {
  const [problem] = checkFunction(functionOn("esm", { runtime: "nodejs99.x" }));
  expect(problem).toMatchObject({ rule: "function-runtime-unknown", of: "runtime" });
  for (const known of ["nodejs24.x", "nodejs22.x", "python3.14", "provided.al2023"])
    expect(problem?.message).toContain(known);
});

test("a runtime that AWS has deprecated runs here, as what was deployed with it does there", () => {
  expect(checkFunction(functionOn("esm", { runtime: "nodejs16.x" }))).toEqual([]);
});

test("all that is wrong with a function is said at once", () => {
  const wrong = { codePath: "/no/such/folder", handler: "index", environment: { AWS_REGION: "us-east-1" } };
  const rules = (runtime: string) => checkFunction(functionOn("esm", { ...wrong, runtime })).map(({ rule }) => rule);
  const anyRuntime = ["function-variable-reserved", "function-code-missing"];
  expect(rules("nodejs22.x").toSorted()).toEqual([...anyRuntime, "function-handler-malformed"].toSorted());
  expect(rules("nodejs99.x").toSorted()).toEqual([...anyRuntime, "function-runtime-unknown"].toSorted());
});
