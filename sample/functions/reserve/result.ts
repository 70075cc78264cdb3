import type { ConnectContactFlowResult } from "aws-lambda";
import type { Reservation } from "./restaurant.ts";

/** What came of a wish. The flow has words for each; there is none for an exception, because there are no exceptions. */
export type Result =
  /** The reservation is in the restaurant's book: now, or it was there before we sent anything. */
  | { readonly status: "confirmed" | "already-confirmed"; readonly reservation: Reservation }
  /** The restaurant did nothing, and that is certain. */
  | { readonly status: "rejected"; readonly reason: Reason }
  /** Not known yet. The next call finds out. */
  | { readonly status: "pending" };

export type Reason = "full" | "overlapping" | "none-to-change" | "invalid" | "unknown-caller";

export const pending: Result = { status: "pending" };

export function rejected(reason: Reason): Result {
  return { status: "rejected", reason };
}

/** As the flow can read it, as $.External: strings only. */
export function external(result: Result): ConnectContactFlowResult {
  switch (result.status) {
    case "confirmed":
    case "already-confirmed": {
      const { reservationNumber, date, time, partySize, table } = result.reservation;
      return {
        status: result.status,
        reservationNumber,
        date,
        time,
        partySize: String(partySize),
        table: String(table),
      };
    }
    case "rejected":
    case "pending":
      return { ...result };
  }
}
