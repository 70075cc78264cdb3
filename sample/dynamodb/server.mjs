// A local DynamoDB as a process of its own, empty at every start. PORT: where it listens (without one: any free port).
// It says in one line that it listens; SIGTERM ends it. Functions find it through AWS_ENDPOINT_URL_DYNAMODB.
import { openLocalDynamoDb } from "./local-dynamodb.mjs";
import { reservationIntents } from "./table.mjs";

try {
  const dynamoDb = await openLocalDynamoDb({ port: Number(process.env.PORT || 0) });
  process.once("SIGTERM", dynamoDb.close);
  process.once("SIGINT", dynamoDb.close);
  console.log(`DynamoDB listens on ${dynamoDb.url} (in memory, table ${reservationIntents.TableName})`);
} catch (error) {
  console.error("DynamoDB cannot start:", error instanceof Error && error.message ? error.message : error);
  process.exitCode = 1;
}
