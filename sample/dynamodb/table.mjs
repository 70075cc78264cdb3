/**
 * The table in which the functions keep what they are about to do, and what came of it: one item an intent, laid out as
 * Powertools' idempotency expects it. The one definition: the local DynamoDB makes the table from it, and so does the
 * deployment. As CreateTable takes it.
 */
export const reservationIntents = {
  TableName: "reservation-intents",
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
};

/** When an item may go, in seconds since the epoch. As UpdateTimeToLive takes it; the local DynamoDB deletes nothing. */
export const timeToLive = { AttributeName: "expiration", Enabled: true };
