import { expect, test } from "vitest";
import { addressOfScenario, pressesOf, readScenario, type Scenario } from "./scenario.ts";

const scenario: Scenario = {
  ...{ number: "+81312341001", from: "+819012345678", press: ["1", "1224#", "", "2"] },
  ...{ blockSeconds: 8, functionSeconds: 7, latencyMs: { "the hotel": 7_500 }, fault: { restaurant: "silent" } },
};

test("an address holds the whole scenario", () => {
  expect(readScenario(addressOfScenario(scenario))).toEqual(scenario);
});

test("a caller who presses nothing stays so", () => {
  expect(readScenario(addressOfScenario({ ...scenario, press: [] }))?.press).toEqual([]);
  expect(pressesOf(" ")).toEqual([]);
});

test.each(["block=9", "block=0", "block=x", "block=2.5", "function=901", "function=-1", "latency.hotel=-5"])(
  "what is impossible in an address is as usual: %s",
  (text) => {
    const read = readScenario(`#/what-if?number=%2B1&${text}`);
    expect(read).toMatchObject({ blockSeconds: 8, functionSeconds: 3, latencyMs: {} });
  },
);

test.each(["", "#/", "#/what-if", "#/what-if?block=8", "#/journals/a?number=1"])("%j holds none", (hash) => {
  expect(readScenario(hash)).toBeUndefined();
});
