import type { ConnectContactFlowEvent, ConnectContactFlowResult } from "aws-lambda";
import type { Wish } from "../reserve/wish.ts";

/**
 * Takes what the caller keyed in to the restaurant. As many are written: it has no time-out of its own for the
 * HTTP request, and nothing tells a second run from the first.
 */
export function handler(event: ConnectContactFlowEvent): Promise<ConnectContactFlowResult> {
  return takeToRestaurant(event, () => ({}));
}

/** `headersOf` says which headers the request has that makes a reservation, or changes the one of this number. */
export async function takeToRestaurant(
  event: ConnectContactFlowEvent,
  headersOf: (wish: Wish, reservationNumber?: string) => Record<string, string>,
): Promise<ConnectContactFlowResult> {
  const { ContactData, Parameters } = event.Details;
  const { operation, date = "", time = "", partySize = "" } = Parameters;
  const phoneNumber = ContactData.CustomerEndpoint?.Address ?? "";
  const seating = { date: nextDate(date), time: clockTime(time), partySize: Number(partySize) };
  console.log(`${operation} for ${phoneNumber}: ${seating.date} ${seating.time}, party of ${seating.partySize}`);

  switch (operation) {
    case "reserve": {
      const headers = headersOf({ operation, phoneNumber, seating });
      return result("reserved", await restaurant("POST", "/reservations", headers, { ...seating, phoneNumber }));
    }
    case "change": {
      const number = await nextReservation(phoneNumber);
      if (number === undefined) return { status: "none" };
      const headers = headersOf({ operation, phoneNumber, seating }, number);
      return result("changed", await restaurant("PATCH", `/reservations/${number}`, headers, seating));
    }
    default:
      throw new Error(`The flow asks for "${operation}".`);
  }
}

interface Reservation {
  reservationNumber: string;
  date: string;
  time: string;
  partySize: number;
  table: number;
}

/** What the flow can read as $.External: strings only. */
function result(status: string, reservation: Reservation | "full"): ConnectContactFlowResult {
  if (reservation === "full") return { status: "full" };
  const { reservationNumber, date, time, partySize, table } = reservation;
  return { status, reservationNumber, date, time, partySize: String(partySize), table: String(table) };
}

/** The number of the caller's next reservation. */
async function nextReservation(phoneNumber: string): Promise<string | undefined> {
  const response = await fetch(address(`/reservations?${new URLSearchParams({ phoneNumber })}`));
  if (!response.ok) throw new Error(`The restaurant answered ${response.status}: ${await response.text()}`);
  const { reservations } = (await response.json()) as { reservations: Reservation[] };
  return reservations.find(({ date }) => date >= today())?.reservationNumber;
}

/** "full": the restaurant has no table left. Any other refusal is an error. */
async function restaurant(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: object,
): Promise<Reservation | "full"> {
  const response = await fetch(address(path), {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as Reservation;

  const problem = await response.text();
  if (problem.includes("/problems/no-table")) return "full";
  throw new Error(`The restaurant answered ${response.status}: ${problem}`);
}

function address(path: string): string {
  return `${process.env.RESTAURANT_API_URL}${path}`;
}

/** 1224 is the next 24 December, today included. */
function nextDate(monthAndDay: string): string {
  const [, month, day] = /^(\d\d)(\d\d)$/.exec(monthAndDay) ?? [];
  const year = Number(today().slice(0, 4));
  // Nine years, so that 0229 finds its leap year.
  for (let candidate = year; month && day && candidate <= year + 8; candidate++) {
    const date = `${candidate}-${month}-${day}`;
    if (isDate(date) && date >= today()) return date;
  }
  throw new Error(`"${monthAndDay}" is not a date.`);
}

/** 1900 is 19:00. */
function clockTime(hourAndMinute: string): string {
  return hourAndMinute.replace(/^(\d\d)(\d\d)$/, "$1:$2");
}

/** In Japan, as YYYY-MM-DD. */
function today(): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());
}

function isDate(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`); // 30 February is invalid, or becomes a day in March.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}
