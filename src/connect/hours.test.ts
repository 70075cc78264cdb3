import { expect, test } from "vitest";
import { type HoursOfOperation, isOpen } from "./hours.ts";

const at = (iso: string) => Date.parse(iso);
const lunch: HoursOfOperation = {
  timeZone: "Asia/Tokyo",
  config: [{ day: "FRIDAY", startTime: { hours: 11, minutes: 0 }, endTime: { hours: 14, minutes: 30 } }],
};

test("it opens on its minute and closes on its minute, in its own time zone", () => {
  expect(isOpen(lunch, at("2027-01-15T10:59:59+09:00"))).toBe(false);
  expect(isOpen(lunch, at("2027-01-15T11:00:00+09:00"))).toBe(true);
  expect(isOpen(lunch, at("2027-01-15T14:29:59+09:00"))).toBe(true);
  expect(isOpen(lunch, at("2027-01-15T14:30:00+09:00"))).toBe(false);
  expect(isOpen(lunch, at("2027-01-16T12:00:00+09:00"))).toBe(false);
});

test("hours that end before they start go on past midnight, also into the next week", () => {
  const bar: HoursOfOperation = {
    timeZone: "Asia/Tokyo",
    config: [{ day: "SATURDAY", startTime: { hours: 20, minutes: 0 }, endTime: { hours: 2, minutes: 0 } }],
  };
  expect(isOpen(bar, at("2027-01-17T01:59:00+09:00"))).toBe(true);
  expect(isOpen(bar, at("2027-01-17T02:00:00+09:00"))).toBe(false);
  expect(isOpen(bar, at("2027-01-16T01:00:00+09:00"))).toBe(false);
});

test("midnight to midnight is the whole day", () => {
  const always: HoursOfOperation = {
    timeZone: "UTC",
    config: [{ day: "MONDAY", startTime: { hours: 0, minutes: 0 }, endTime: { hours: 0, minutes: 0 } }],
  };
  expect(isOpen(always, at("2027-01-18T00:00:00Z"))).toBe(true);
  expect(isOpen(always, at("2027-01-18T23:59:59Z"))).toBe(true);
  expect(isOpen(always, at("2027-01-19T00:00:00Z"))).toBe(false);
});

test("the change to summer time moves the hours with the local clock", () => {
  const office: HoursOfOperation = {
    timeZone: "Europe/Berlin",
    config: [{ day: "MONDAY", startTime: { hours: 9, minutes: 0 }, endTime: { hours: 10, minutes: 0 } }],
  };
  expect(isOpen(office, at("2027-03-22T08:30:00Z"))).toBe(true);
  expect(isOpen(office, at("2027-03-29T08:30:00Z"))).toBe(false);
  expect(isOpen(office, at("2027-03-29T07:30:00Z"))).toBe(true);
});
