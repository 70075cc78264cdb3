import type { IncomingHttpHeaders } from "node:http";

/**
 * What a request is called where its method and path do not say: "PutItem" for one to DynamoDB, and so for all of AWS's
 * services that speak JSON, which name the operation in a header.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export function operationOf(headers: IncomingHttpHeaders): string | undefined {
  return /^\w+\.(\w+)$/.exec(String(headers["x-amz-target"] ?? ""))?.[1];
}
