import { expect, test } from "vitest";
import { addressOf, readAddress } from "./address.ts";

test.each([
  { journal: "2026-11-23T17-58-28.727-28262.jsonl", contactId: "4ade4a88", view: "timeline" },
  { journal: "a name/with ? all # sorts % of things.jsonl", contactId: undefined, view: "logs" },
] as const)("a link to a record leads to it: %j", (address) => {
  expect(readAddress(addressOf(address))).toEqual(address);
});

test.each(["", "#", "#/journals/", "#/journals/a/b/c", "#/journals/%ff", "#/elsewhere/a"])(
  "%j names no record",
  (hash) => {
    expect(readAddress(hash)).toBeUndefined();
  },
);

test("an address that asks for a view that there is not shows the first", () => {
  expect(readAddress("#/journals/a/b?view=film")?.view).toBe("timeline");
});
