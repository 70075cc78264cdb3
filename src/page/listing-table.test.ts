import { expect, test } from "vitest";
import { listingTable } from "./listing-table.ts";

const seven = { date: "2026-12-24", time: "19:00", partySize: 2, phoneNumber: "+81300000000" };

/** The names of the rows that each row doubles. */
function doubles(...listed: readonly unknown[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(listingTable(listed).rows.map((row) => [row.name, row.doubles]));
}

test("every row has every field that any of them has, in the order in which they come", () => {
  const table = listingTable([
    { id: 2, a: "x" },
    { id: 1, b: { deep: true }, a: null },
  ]);
  expect(table).toMatchObject({ idColumn: "id", columns: ["a", "b"] });
  expect(table.rows.map(({ name, cells }) => [name, ...cells])).toEqual([
    ["2", "x", ""],
    ["1", "", '{"deep":true}'],
  ]);
});

test("two that differ in number and moment alone are doubles of each other", () => {
  expect(
    doubles(
      { reservationNumber: "1002", ...seven, madeAt: "2026-11-23T10:00:07.100Z", idempotencyKey: "b" },
      { reservationNumber: "1001", ...seven, madeAt: "2026-11-23T10:00:00.000Z", idempotencyKey: null },
      { reservationNumber: "1000", ...seven, time: "20:00", madeAt: "2026-11-23T10:00:00.000Z" },
    ),
  ).toEqual({ 1002: ["1001"], 1001: ["1002"], 1000: [] });
});

test("two callers at one time are no doubles, though a phone's number tells them apart", () => {
  expect(doubles({ id: "a", ...seven }, { id: "b", ...seven, phoneNumber: "+81300000001" })).toEqual({ a: [], b: [] });
});

test("two appointments are no doubles, though each says when in one moment", () => {
  const startsAt = (time: string) => ({ phoneNumber: "+81300000000", startsAt: `2026-12-24T${time}:00Z` });
  expect(doubles({ id: 1, ...startsAt("19:00") }, { id: 2, ...startsAt("20:00") })).toEqual({ 1: [], 2: [] });
});

test("rows without an id go by their place, and doubles are found all the same", () => {
  expect(doubles({ wish: "a" }, { wish: "b" }, { wish: "a" })).toEqual({ "#1": ["#3"], "#2": [], "#3": ["#1"] });
});

test("rows that say nothing but who they are are no doubles", () => {
  expect(doubles({ id: 1, createdAt: "x" }, { id: 2, createdAt: "y" })).toEqual({ 1: [], 2: [] });
});

test("a row keeps its key when others come before it", () => {
  const keys = (...listed: readonly unknown[]) => listingTable(listed).rows.map(({ key }) => key);
  expect(keys({ id: 2, a: 1 }, { id: 1, a: 1 })[1]).toBe(keys({ id: 1, a: 1 })[0]);
  expect(keys("b", "a")[1]).toBe(keys("a")[0]);
});

test("a list of anything is a table", () => {
  expect(listingTable([]).rows).toEqual([]);
  expect(listingTable([1, null, ["x"]]).rows.map(({ cells }) => cells)).toEqual([["1"], [""], ['["x"]']]);
});
