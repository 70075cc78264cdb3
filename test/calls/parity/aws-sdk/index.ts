import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient();

/** AWS's SDK as it comes: an item is put, and read after a while. */
export async function handler({ Details }: { Details: { ContactData: { ContactId: string } } }) {
  const Key = { id: { S: Details.ContactData.ContactId } };
  let began = Date.now();
  const lap = (what: string) => {
    console.log(`${what} ${Date.now() - began} ms`);
    began = Date.now();
  };
  await client.send(new PutItemCommand({ TableName: "reservation-intents", Item: { ...Key, table: { S: "4" } } }));
  lap("put");
  await sleep(300);
  lap("slept");
  const { Item, $metadata } = await client.send(new GetItemCommand({ TableName: "reservation-intents", Key }));
  lap("read");
  return { status: `table ${Item?.table?.S}, after ${$metadata.attempts} attempts` };
}
