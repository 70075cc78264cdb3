import type { ConnectContactFlowEvent, ConnectContactFlowResult } from "aws-lambda";
import { intentKey } from "../reserve/intent-key.ts";
import { takeToRestaurant } from "../reserve-naive/index.ts";

/**
 * The naive handler, with the intent's key as `Idempotency-Key`. It is one of several remedies that are compared: the
 * restaurant acts once, but a caller whose attempts all fail still hears that the reservation did.
 */
export function handler(event: ConnectContactFlowEvent): Promise<ConnectContactFlowResult> {
  return takeToRestaurant(event, (wish, reservationNumber) => ({
    "idempotency-key": `"${intentKey(wish, reservationNumber === undefined ? undefined : { reservationNumber }, 1)}"`,
  }));
}
