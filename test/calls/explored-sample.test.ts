import { join } from "node:path";
import { expect, test } from "vitest";
import { assert } from "../../src/assert.ts";
import { SimulatedClock } from "../../src/clock/simulated.ts";
import { readInstance } from "../../src/connect/read-instance.ts";
import { explore } from "../../src/simulate/explore/exploration.ts";
import { alignedLine, type ModelLine, playModel } from "../../src/simulate/model/line.ts";

// The sample's own flows, as Connect runs them; only the function and the restaurant are models here.
const { instance } = readInstance(join(import.meta.dirname, "..", "..", "sample", "instance.json"));
const presses = ["1", "1224#", "1900#", "2", "1"];

test("the search of the sample's naive line finds the field report's incident, and one deviation is enough", async () => {
  const { findings, verdict, transitions } = await search("+81312340001", 1);
  expect(kinds(findings)).toEqual([
    "duplicate-execution invoke",
    "duplicate-execution invoke, by dialling again",
    "false-failure invoke",
  ]);
  expect(findings[0]?.counterexample.deviations).toMatchObject([
    { name: "the restaurant API answers 1 ms after the function's time-out" },
  ]);
  expect(verdict).toMatchObject({ exhaustiveTo: 1, strayed: 0 });
  expect(transitions.covered).toContain("reservation-ja: invoke → failed");
});

test("the sample's aligned line is rid of the time-out, and of nothing else", async () => {
  const { findings } = await search("+81312340002", 1);
  expect(kinds(findings)).toEqual([
    "duplicate-execution invoke",
    "duplicate-execution invoke, by dialling again",
    "false-failure invoke",
    "orphaned-execution invoke",
  ]);
  const inOneCall = findings.find(({ type, place }) => type === "duplicate-execution" && place === "invoke");
  expect(inOneCall?.counterexample.deviations).toMatchObject([
    { name: "the restaurant API does the work and fails then" },
  ]);
});

function search(number: string, deviationsMax: number) {
  assert(instance !== undefined, "the sample has problems");
  const { reserve } = alignedLine.functions;
  assert(reserve !== undefined, "the model has no function");
  const line: ModelLine = { ...alignedLine, instance, number, presses, functions: { "reserve-naive": reserve } };
  return explore({
    subject: { instance: "sample/instance.json", number, from: line.from, presses, seed: 1 },
    ringonce: "0.0.0",
    run: (choices) => playModel(line, choices),
    flows: instance.flows,
    clock: new SimulatedClock(),
    deviationsMax,
  });
}

const kinds = (findings: readonly { type: string; place: string }[]) =>
  findings.map(({ type, place }) => `${type} ${place}`).sort();
