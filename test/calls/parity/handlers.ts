import { join } from "node:path";
import type { Instance } from "../../../src/connect/instance.ts";
import { invokes, says, written } from "../../../src/flow/test/flow.ts";
import type { FunctionConfiguration } from "../../../src/lambda/function.ts";
import { functionOn, onPython } from "../../../src/lambda/test/running-lambda.ts";
import { lineOf } from "../../../src/simulate/line.ts";

export interface Handler {
  readonly written: string;
  /** The number that leads to it. */
  readonly number: string;
  readonly configuration: FunctionConfiguration;
  /** What it says that it measured, where no step takes longer than it must. */
  readonly laps: readonly string[];
}

const code = (name: string) => ({ name, codePath: join(import.meta.dirname, name) });
const laps = ["slept 300 ms", "asked 400 ms", "slept 500 ms"];

/** Handlers that sleep and call out, each in the manner of its language. */
export const handlers: readonly Handler[] = [
  {
    written: "in CommonJS, by callbacks",
    number: "+81312345001",
    configuration: functionOn("", code("commonjs")),
    laps,
  },
  {
    written: "in an ES module, with fetch",
    number: "+81312345002",
    configuration: functionOn("", code("module")),
    laps,
  },
  {
    written: "in TypeScript with the AWS SDK, which tries again after an error",
    number: "+81312345003",
    configuration: functionOn("", code("aws-sdk")),
    laps: ["put 400 ms", "slept 300 ms", "read 1400 ms"],
  },
  { written: "in Python, with urllib", number: "+81312345004", configuration: onPython(code("urllib")), laps },
  { written: "in Python, with asyncio", number: "+81312345005", configuration: onPython(code("asyncio")), laps },
];

/** An instance on which each handler has a number of its own; the caller hears what it has answered. */
export function lineOfHandlers(api: URL, dynamoDb: URL): Instance {
  const flows = handlers.map(({ configuration: { name } }) => [
    name,
    written(
      invokes("invoke", { functionName: name, next: "told", error: "failed" }),
      says("told", "$.External.status"),
      says("failed", "Failed."),
    ),
  ]);
  const running = { start: undefined, idempotencyHeader: undefined, listing: undefined, reset: undefined } as const;
  return lineOf(Object.fromEntries(flows), {
    phoneNumbers: new Map(handlers.map(({ number, configuration: { name } }) => [number, name])),
    functions: handlers.map(({ configuration }) => configuration),
    externals: [
      { ...running, role: "api", name: "api", url: api, environmentVariable: "API_URL" },
      { ...running, role: "store", name: "dynamodb", url: dynamoDb, environmentVariable: "AWS_ENDPOINT_URL_DYNAMODB" },
    ],
  });
}
