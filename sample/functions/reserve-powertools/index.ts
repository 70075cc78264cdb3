import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { ConnectContactFlowEvent, Context } from "aws-lambda";
import { handler as reserve } from "../reserve-naive/index.ts";

/**
 * The naive handler within Powertools' idempotency, as its documentation shows it: the key is what the caller wishes
 * for, and the caller. It is one of several remedies that are compared; by itself it does not help after a time-out,
 * which its record does not outlive, nor after an exception, which deletes it.
 */
export const handler = makeIdempotent(
  // Powertools registers the second parameter, Lambda's context, though the naive handler has no use for it.
  (event: ConnectContactFlowEvent, _context: Context) => reserve(event),
  {
    persistenceStore: new DynamoDBPersistenceLayer({ tableName: "reservation-intents" }),
    config: new IdempotencyConfig({
      eventKeyJmesPath: "[Details.Parameters, Details.ContactData.CustomerEndpoint.Address]",
    }),
  },
);
