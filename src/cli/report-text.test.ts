import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { search } from "../simulate/explore/test/model-search.ts";
import { carefulLine, naiveLine } from "../simulate/model/line.ts";
import { reportText } from "./report-text.ts";

const printing = { counterexamples: ".ringonce/counterexamples", uncovered: false };

test("the report of a search on a terminal, which loses nothing without its colours", async () => {
  const report = await search(naiveLine, { deviationsMax: 1 });
  await expect(stripVTControlCharacters(reportText(report, printing))).toMatchFileSnapshot("golden/report.txt");
});

test("the report of a search that found nothing", async () => {
  const report = await search(carefulLine, { deviationsMax: 1 });
  expect(stripVTControlCharacters(reportText(report, { ...printing, uncovered: true }))).toBe(
    [
      "No findings.",
      "",
      "Transitions that no call took",
      ...["failed → goodbye", "menu → goodbye", "reserve → failed"].map((arrow) => `   reservation: ${arrow}`),
      "",
      "Line      +81312340000 of line.json, called from +819012345678, who presses 1",
      `Runs      ${report.runs}, with ${report.outcomes.length} distinct outcomes (seed 1)`,
      `Covered   ${report.points.length} choice points; 7/10 transitions of the flows that were entered`,
      "Findings  none",
      "Verdict   searched exhaustively up to 1 deviation",
      "",
    ].join("\n"),
  );
});

test("a folder with a space in its name is quoted in the command that is to be typed", async () => {
  const report = await search(naiveLine, { deviationsMax: 1 });
  expect(reportText(report, { ...printing, counterexamples: "my runs" })).toContain(
    "ringonce replay 'my runs/81312340000-duplicate-execution-reserve.json'",
  );
});
