/** Opening hours: the shape of Connect's CreateHoursOfOperation. */
export interface HoursOfOperation {
  /** IANA name, such as Asia/Tokyo. */
  readonly timeZone: string;
  readonly config: readonly Opening[];
}

export interface Opening {
  readonly day: Day;
  readonly startTime: TimeOfDay;
  /** Exclusive. Not later than the start (00:00 to 00:00 too): the opening ends on the next day. */
  readonly endTime: TimeOfDay;
}

export interface TimeOfDay {
  readonly hours: number;
  readonly minutes: number;
}

export const days = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"] as const;
export type Day = (typeof days)[number];

const minutesPerDay = 24 * 60;
const minutesPerWeek = 7 * minutesPerDay;

/** Whether it is open at a moment, in milliseconds since the Unix epoch. */
export function isOpen({ timeZone, config }: HoursOfOperation, at: number): boolean {
  const now = minuteOfWeek(timeZone, at);
  return config.some(({ day, startTime, endTime }) => {
    const start = days.indexOf(day) * minutesPerDay + minutes(startTime);
    const length = (minutes(endTime) - minutes(startTime) + minutesPerDay) % minutesPerDay || minutesPerDay;
    return (now - start + minutesPerWeek) % minutesPerWeek < length;
  });
}

const minutes = (time: TimeOfDay): number => time.hours * 60 + time.minutes;

function minuteOfWeek(timeZone: string, at: number): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const names: readonly string[] = days;
  const day = names.indexOf(parts.weekday?.toUpperCase() ?? "");
  return day * minutesPerDay + Number(parts.hour) * 60 + Number(parts.minute);
}

/** How the instance file names the hours that a flow names: by their name, or the id at the end of their ARN. */
export function hoursName(hours: string): string {
  return hours.slice(hours.lastIndexOf("/") + 1);
}
