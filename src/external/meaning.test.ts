import { expect, test } from "vitest";
import { meaningOf } from "./meaning.ts";

const meaning = (method: string, path: string, body: string) => meaningOf(method, path, Buffer.from(body));

test("formatting and the order of keys and queries do not change what a request asks for", () => {
  expect(meaning("POST", "/r?b=2&a=1", '{"party":4,"at":{"date":"12-24","time":"19:00"}}')).toBe(
    meaning("POST", "/r?a=1&b=2", '{ "at": { "time": "19:00", "date": "12-24" },\n "party": 4 }'),
  );
});

test("another method, path, query or body is another wish", () => {
  const wishes = [
    meaning("POST", "/r", '{"party":4}'),
    meaning("PUT", "/r", '{"party":4}'),
    meaning("POST", "/s", '{"party":4}'),
    meaning("POST", "//r", '{"party":4}'),
    meaning("POST", "//", '{"party":4}'),
    meaning("POST", "/r?dry=1", '{"party":4}'),
    meaning("POST", "/r", '{"party":"4"}'),
    meaning("POST", "/r", "party=4"),
    meaning("POST", "/r", ""),
    meaning("POST", "/r", "[1,2]"),
    meaning("POST", "/r", "[2,1]"),
  ];
  expect(new Set(wishes).size).toBe(wishes.length);
});
