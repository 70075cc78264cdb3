import type { FunctionConfiguration } from "./function.ts";
import { runtimeFamily, runtimeFolder } from "./runtimes.ts";

/** Names the execution environment that a process belongs to, in simulated time that one process and what it starts. Only the bench's; AWS has nothing like it. */
export const environmentMark = "RINGONCE_ENVIRONMENT";

/** What Lambda sets and a function may not: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export const reservedVariables: ReadonlySet<string> = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/**
 * Everything that a runtime's process finds in its environment. Of the bench's own variables it gets PATH alone, so
 * that no secret of the developer's shell reaches a handler that would not have it on AWS.
 */
export function environmentVariables(
  configuration: FunctionConfiguration,
  environment: {
    readonly logStream: string;
    readonly runtimeApi: string;
    readonly temporaryPath: string;
    readonly prepared: Readonly<Record<string, string>>;
  },
): Record<string, string> {
  const { name, runtime, handler, codePath, region, memoryMb } = configuration;
  const family = runtimeFamily(runtime);
  return {
    PATH: process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    // AWS gives every environment a /tmp of its own; this is the nearest to it without a container.
    TMPDIR: environment.temporaryPath,
    ...(family === "python" ? { PYTHONPATH: runtimeFolder } : {}),
    ...configuration.environment,
    _HANDLER: handler,
    // "Not defined" for the OS-only runtimes.
    ...(family === "provided" ? {} : { AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}` }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: environment.logStream,
    AWS_LAMBDA_RUNTIME_API: environment.runtimeApi,
    LAMBDA_TASK_ROOT: codePath,
    LAMBDA_RUNTIME_DIR: runtimeFolder,
    // Enough for an SDK to sign requests to the bench, worth nothing anywhere else. Letters and digits only: some local services insist.
    AWS_ACCESS_KEY_ID: "RINGONCENOTAREALKEY",
    AWS_SECRET_ACCESS_KEY: "ringonceNotARealSecret",
    AWS_SESSION_TOKEN: "ringonceNotARealToken",
    ...environment.prepared,
    // The environment's own folder is unlike any other on this machine, also when two benches run with the same seed.
    [environmentMark]: environment.temporaryPath,
  };
}
