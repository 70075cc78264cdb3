import { vi } from "vitest";

/** Sets what a function finds of AWS's on Lambda, and the address of a DynamoDB on this machine, which takes any key. */
export function stubAwsVariables(dynamoDbUrl: string): void {
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", dynamoDbUrl);
  vi.stubEnv("AWS_REGION", "ap-northeast-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
}
