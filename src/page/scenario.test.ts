import { expect, test } from "vitest";
import type { InstanceView } from "./protocol.ts";
import { addressOfScenario, pressesOf, problemsOf, readScenario, type Scenario, scenarioFor } from "./scenario.ts";

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

const line: InstanceView = {
  ...{ alias: "line", region: "ap-northeast-1", flows: [], functions: [], externals: [], faults: [], journal: "" },
  phoneNumbers: [
    { number: "+81312341001", flow: "reservation" },
    { number: "+81312341002", flow: "another" },
  ],
  examples: [
    { title: "kept", number: "+81312341001", press: ["1"], conditions: {} },
    { title: "twice", number: "+81312341001", press: ["1", "2"], conditions: { restaurant: { latencyMs: 7_500 } } },
  ],
};

test("a call to a number begins with what its example has the caller press", () => {
  expect(scenarioFor(line, "+81312341001")).toMatchObject({ press: ["1"], latencyMs: {} });
  expect(scenarioFor(line, "+81312341001", "twice")).toMatchObject({
    press: ["1", "2"],
    latencyMs: { restaurant: 7_500 },
  });
  expect(scenarioFor(line, "+81312341002")).toMatchObject({ press: [], latencyMs: {}, fault: {} });
});

test("what no call can be made of is found before the server is asked", () => {
  expect(problemsOf(scenario, line)).toBeUndefined();
  expect(problemsOf({ ...scenario, number: "+99", from: "0901", press: ["1", "two"] }, line)).toEqual({
    ...{ number: "+99", from: "0901", press: "two" },
  });
  expect(problemsOf({ ...scenario, press: Array.from({ length: 101 }, () => "1") }, line)?.press).toBe(101);
});
