/** What Lambda knows of one function: the part of CreateFunction that the bench reproduces. */
export interface FunctionConfiguration {
  readonly name: string;
  /** AWS's identifier: `nodejs22.x`, `python3.13`, `provided.al2023` … */
  readonly runtime: string;
  /** The folder with the code, absolute. */
  readonly codePath: string;
  /** As in AWS: file, dot, export. `provided` runtimes give it to the bootstrap as `_HANDLER`. */
  readonly handler: string;
  /** AWS takes 1 s to 900 s; the bench takes any positive time, so that a test need not wait. */
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined: the function shares the account's concurrency. 0 throttles everything. */
  readonly reservedConcurrency: number | undefined;
  readonly region: string;
  readonly accountId: string;
}

/** `arn:aws:lambda:<region>:<account>:function:<name>` */
export function functionArn({
  region,
  accountId,
  name,
}: Pick<FunctionConfiguration, "region" | "accountId" | "name">): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/**
 * The name in what a flow gives as LambdaFunctionARN: an ARN (with or without version or alias), a partial ARN, or
 * the name itself. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName)
 */
export function functionNameOf(arn: string): string {
  const parts = arn.split(":");
  const marker = parts.lastIndexOf("function");
  return (marker === -1 ? parts[0] : parts[marker + 1]) ?? arn;
}
