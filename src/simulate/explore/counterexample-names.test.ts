import { expect, test } from "vitest";
import { naiveLine } from "../model/line.ts";
import { counterexampleNames } from "./counterexample-names.ts";
import { search } from "./test/model-search.ts";

test("a counterexample's file is named after the number, the kind and the place", async () => {
  const report = await search(naiveLine, { deviationsMax: 1 });
  expect([...counterexampleNames(report).values()]).toEqual([
    "81312340000-duplicate-execution-reserve.json",
    "81312340000-false-failure-reserve.json",
    "81312340000-duplicate-execution-reserve-by-dialling-again.json",
  ]);
});

test("places that look alike in a file's name, or lead out of the folder, get names of their own in it", async () => {
  const report = await search(naiveLine, { deviationsMax: 1 });
  const places = ["../../etc", "etc", "予約", "x".repeat(300), `${"x".repeat(300)}y`];
  const findings = places.flatMap((place) => report.findings.slice(0, 1).map((one) => ({ ...one, place })));
  const names = [...counterexampleNames({ ...report, findings }).values()];
  expect(names.slice(0, 3)).toEqual([
    "81312340000-duplicate-execution-etc.json",
    "81312340000-duplicate-execution-etc~2.json",
    "81312340000-duplicate-execution-予約.json",
  ]);
  expect(new Set(names).size).toBe(places.length);
  for (const name of names) expect(name).toMatch(/^[^/]{1,80}$/);
});
