import { asking, done, failed, noResult } from "../action-type.ts";
import { dynamic, integer, json, mapOf, named, oneOf } from "../parameter-kinds.ts";
import { group, optional, type Parameter, withDefault } from "../parameters.ts";

/**
 * AWS Lambda function, synchronous.
 * https://docs.aws.amazon.com/connect/latest/devguide/interactions-invokelambdafunction.html
 *
 * That page lists NoMatchingError only. TimeLimitExceeded is the Timeout branch that the block's page has
 * (https://docs.aws.amazon.com/connect/latest/adminguide/invoke-lambda-function-block.html). After a failure
 * `$.External` stays as it was: AWS does not say (chosen).
 */
export const invokeLambdaFunction = asking("invoke", {
  parameters: {
    LambdaFunctionARN: dynamic(named("the ARN of a function")),
    // The default of the console: https://repost.aws/knowledge-center/connect-lambda-function-failures
    InvocationTimeLimitSeconds: withDefault(integer(1, 8), 3),
    InvocationType: synchronousOnly(),
    LambdaInvocationAttributes: withDefault(mapOf(json), {}),
    ResponseValidation: optional(group({ ResponseType: oneOf("STRING_MAP", "JSON") })),
  },
  results: noResult,
  errors: ["NoMatchingError", "TimeLimitExceeded"],

  ask: ({ LambdaFunctionARN, InvocationTimeLimitSeconds, LambdaInvocationAttributes, ResponseValidation }) => ({
    type: "invoke",
    functionArn: LambdaFunctionARN,
    timeLimitMs: InvocationTimeLimitSeconds * 1_000,
    parameters: LambdaInvocationAttributes,
    responseType: ResponseValidation?.ResponseType ?? "STRING_MAP",
  }),

  settle: (reply) =>
    reply.type === "succeeded" ? done({ change: { external: reply.response } }) : failed(reply.error),
});

function synchronousOnly(): Parameter<"SYNCHRONOUS"> {
  const type = withDefault(oneOf("SYNCHRONOUS"), "SYNCHRONOUS");
  return {
    ...type,
    read(value, reading) {
      if (value !== "ASYNCHRONOUS") return type.read(value, reading);
      reading.wrong("not-reproduced", "is not reproduced by ringonce as yet: invoke the function SYNCHRONOUS.");
      return "SYNCHRONOUS";
    },
  };
}
