import type { ConnectContactFlowEvent } from "aws-lambda";

/** What the caller wants, as the restaurant's API puts it. */
export interface Wish {
  readonly operation: "reserve" | "change";
  /** E.164 */
  readonly phoneNumber: string;
  readonly seating: Seating;
}

export interface Seating {
  /** YYYY-MM-DD, in Japan. */
  readonly date: string;
  /** HH:MM, in Japan. */
  readonly time: string;
  readonly partySize: number;
}

/** The wish in an event, or why there is none: keys that mean nothing, or a caller who withholds the number. */
export function wishOf(event: ConnectContactFlowEvent): Wish | "invalid" | "unknown-caller" {
  const { ContactData, Parameters } = event.Details;
  const { operation, date = "", time = "", partySize = "" } = Parameters;
  const phoneNumber = ContactData.CustomerEndpoint?.Address ?? "";
  if (operation !== "reserve" && operation !== "change") return "invalid";
  if (!/^\+[1-9][0-9]{6,14}$/.test(phoneNumber)) return "unknown-caller";

  const [, hour, minute] = /^([0-9]{2})([0-9]{2})$/.exec(time) ?? [];
  const [, month, day] = /^([0-9]{2})([0-9]{2})$/.exec(date) ?? [];
  if (!hour || !minute || !month || !day || !/^[1-9][0-9]?$/.test(partySize)) return "invalid";
  const next = nextDate(`${month}-${day}`, `${hour}:${minute}`);
  if (next === undefined) return "invalid";
  return { operation, phoneNumber, seating: { date: next, time: `${hour}:${minute}`, partySize: Number(partySize) } };
}

/** Whether that moment has not come yet. */
export function isToCome({ date, time }: Pick<Seating, "date" | "time">): boolean {
  return `${date} ${time}` > now();
}

/** Now in Japan, as YYYY-MM-DD HH:MM. */
function now(): string {
  const format = { timeZone: "Asia/Tokyo", dateStyle: "short", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat("sv-SE", format).format(new Date());
}

/** 12-24 at 19:00 is the next 24 December: today, if it is not yet 19:00. */
function nextDate(monthAndDay: string, time: string): string | undefined {
  const year = Number(now().slice(0, 4));
  // Nine years, so that 02-29 finds its leap year.
  for (let candidate = year; candidate <= year + 8; candidate++) {
    const date = `${candidate}-${monthAndDay}`;
    if (isDate(date) && isToCome({ date, time })) return date;
  }
  return undefined;
}

function isDate(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`); // 30 February is invalid, or becomes a day in March.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}
