import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { assert } from "../../src/assert.ts";
import { SystemClock } from "../../src/clock/system.ts";
import { readInstance } from "../../src/connect/read-instance.ts";
import { following } from "../../src/simulate/choices.ts";
import type { Counterexample } from "../../src/simulate/explore/counterexample.ts";
import { explore } from "../../src/simulate/explore/exploration.ts";
import { judge } from "../../src/simulate/explore/judged-run.ts";
import { replay } from "../../src/simulate/explore/replay.ts";
import type { Report } from "../../src/simulate/explore/report.ts";
import { RealLine } from "../../src/simulate/real-line.ts";
import { withReservation } from "./with-reservation.ts";

// The sample's lines with their real handlers and the real restaurant, and everything that one thing going wrong does to them.
const { instance } = readInstance(join(import.meta.dirname, "..", "..", "sample", "instance.json"));
const caller = { from: "+819012345678", presses: ["1", "1224#", "1900#", "2", "1"], seed: 1 };

test("the naive line books twice and lies about it: one deviation is enough for each, and each shows again 20 times out of 20", async () => {
  const { line, report } = await searched("+81312340001");
  expect(found(report)).toEqual([
    "duplicate-execution invoke",
    "duplicate-execution invoke, by dialling again",
    "false-failure invoke",
    "false-failure invoke, by dialling again",
  ]);
  expect(report.verdict).toMatchObject({ exhaustiveTo: 1, strayed: 0 });
  for (const { counterexample, place } of report.findings) {
    expect(counterexample.deviations).toHaveLength(1);
    if (place !== "invoke") continue; // Those by dialling again are twice as long, and no others.
    for (let times = 20; times > 0; times--) expect(await showsAgain(line, counterexample)).toBe(true);
  }
});

test("the aligned line no longer books twice because an answer is slow, but the caller is still lied to, and an exception or a redial books twice", async () => {
  const { line, report } = await searched("+81312340002");
  expect(found(report)).toEqual(
    expect.arrayContaining([
      "duplicate-execution invoke",
      "duplicate-execution invoke, by dialling again",
      "false-failure invoke",
    ]),
  );
  for (const option of ["1-ms-before-function", "1-ms-after-function", "half-of-function"]) {
    const choices = following([{ point: "call-1/invoke-1/attempt-1/request-1", option }]);
    const types = judge(await line.play(choices)).map(({ finding: { type } }) => type);
    expect(choices.deviations).toHaveLength(1);
    expect(types).not.toContain("duplicate-execution");
    if (option === "1-ms-after-function") expect(types).toContain("false-failure");
  }
});

test.each(["+81312340003", "+81312340004"])(
  "%s, a safe line: no one thing that goes wrong makes it act twice or say what is not so",
  async (number) => {
    const { report } = await searched(number);
    expect(report.findings.filter(({ type }) => type !== "orphaned-execution")).toEqual([]);
    expect(report.verdict).toMatchObject({ exhaustiveTo: 1, strayed: 0 });
    expect(report.points.length).toBeGreaterThan(20);
  },
);

// In TypeScript too with SEARCH=whole, a quarter of a minute longer: both decide alike (sample/functions/safe-line.test.ts).
test.each(["+81312340004", ...(process.env.SEARCH === "whole" ? ["+81312340003"] : [])])(
  "%s, a safe line: no one thing that goes wrong makes it change a reservation twice, or another one, or say what is not so",
  async (number) => {
    assert(instance !== undefined, "the sample has problems");
    const { report } = await searched(number, withReservation(instance, caller.from), [
      "2",
      ...caller.presses.slice(1),
    ]);
    expect(report.findings.filter(({ type }) => type !== "orphaned-execution")).toEqual([]);
    expect(report.verdict).toMatchObject({ exhaustiveTo: 1, strayed: 0 });
    expect(report.points.length).toBeGreaterThan(20);
  },
);

async function searched(
  number: string,
  searchedIn = instance,
  presses: readonly string[] = caller.presses,
): Promise<{ readonly line: RealLine; readonly report: Report }> {
  assert(searchedIn !== undefined, "the sample has problems");
  const line = await RealLine.open({ instance: searchedIn, number, ...caller, presses });
  onTestFinished(() => line.close());
  const report = await explore({
    subject: { instance: "sample/instance.json", number, ...caller, presses },
    ringonce: "a test",
    run: (choices) => line.play(choices),
    flows: searchedIn.flows,
    clock: new SystemClock(),
    deviationsMax: 1,
  });
  return { line, report };
}

async function showsAgain(line: RealLine, counterexample: Counterexample): Promise<boolean> {
  return (await replay(counterexample, (choices) => line.play(choices))).reproduced;
}

const found = ({ findings }: Report) => findings.map(({ type, place }) => `${type} ${place}`).sort();
