import type { ConnectContactFlowEvent, ConnectContactFlowResult, Context } from "aws-lambda";
import { Deadline } from "./deadline.ts";
import { fulfil } from "./fulfil.ts";
import { IntentRecords } from "./intent-record.ts";
import { Restaurant } from "./restaurant.ts";
import { external, pending, type Result, rejected } from "./result.ts";
import { type Seating, wishOf } from "./wish.ts";

/**
 * After this time a request that nobody answered is taken to be settled: done, as the book shows, or never to be done.
 * It matters only for an API that does not honour keys, and is the window that such an API leaves: a request that
 * it takes up later than this, after the book was read and did not have it, and the second one was sent. No API promises
 * such a time, so it is chosen: gateways and proxies give up after 30 s to 60 s.
 */
const settledMs = 60_000;

const dayMs = 24 * 60 * 60 * 1_000;

/**
 * Takes what the caller keyed in to the restaurant, at most once whatever fails, and always answers: an exception or a
 * time-out would have Connect invoke the function again, and tell the caller that it failed, whatever is true.
 */
export async function handler(event: ConnectContactFlowEvent, context: Context): Promise<ConnectContactFlowResult> {
  try {
    return external(await answer(event, context));
  } catch (error) {
    console.error(error);
    return external(pending);
  }
}

async function answer(event: ConnectContactFlowEvent, context: Context): Promise<Result> {
  const deadline = new Deadline(context);
  console.log(`Contact ${event.Details.ContactData.ContactId}`); // Its record has the rest: no log line has a number.
  const wish = wishOf(event);
  if (wish === "invalid" || wish === "unknown-caller") return rejected(wish);

  const { RESTAURANT_API_URL, RESTAURANT_API_KEYS } = process.env;
  if (!RESTAURANT_API_URL) throw new Error("RESTAURANT_API_URL is not set.");
  const keysAreHonoured = RESTAURANT_API_KEYS === "honoured"; // Safe where nobody says so.

  const keptForMs = timeUntilOver(wish.seating);
  const records = new IntentRecords(deadline, keptForMs, keysAreHonoured ? keptForMs : settledMs);
  return fulfil(wish, new Restaurant(RESTAURANT_API_URL, deadline), records, keysAreHonoured);
}

/** Until nobody can wish for this seating any more: the same keys mean the next year's day by then. */
function timeUntilOver({ date }: Seating): number {
  return Date.parse(`${date}T00:00:00+09:00`) + 2 * dayMs - Date.now();
}
