import { expect, test } from "vitest";
import { SimulatedClock } from "../clock/simulated.ts";
import type { Progress } from "../simulate/explore/exploration.ts";
import { search } from "../simulate/explore/test/model-search.ts";
import { naiveLine } from "../simulate/model/line.ts";
import { SearchProgress } from "./search-progress.ts";

const standing: Progress = { runs: 250, outcomes: 17, findings: 2, deviations: 1, found: undefined };

test("a terminal has one line that redraws, and is left clean", () => {
  const { output, tell, progress } = watched({ isTTY: true });
  tell(100, standing);
  tell(100, { ...standing, runs: 600 });
  progress.end();
  expect(output.join("")).toBe(
    [
      ...["\r\u001b[K250 runs (2500/s), 17 outcomes, 2 findings; now with 1 deviation"],
      ...["\r\u001b[K600 runs (3000/s), 17 outcomes, 2 findings; now with 1 deviation", "\r\u001b[K"],
    ].join(""),
  );
});

test("a log has a line every ten seconds", () => {
  const { output, tell, progress } = watched({});
  for (let second = 1; second <= 25; second++) tell(1_000, { ...standing, deviations: undefined });
  progress.end();
  expect(output).toEqual([
    "250 runs (25/s), 17 outcomes, 2 findings; now drawn by chance\n",
    "250 runs (13/s), 17 outcomes, 2 findings; now drawn by chance\n",
  ]);
});

test("a finding is told when it is found", async () => {
  const [found] = (await search(naiveLine, { deviationsMax: 1 })).findings;
  const { output, tell } = watched({});
  tell(1, { ...standing, found });
  expect(output).toEqual([
    "found duplicate-execution at reserve, with 1 deviation: the restaurant API answers 1 ms after the function's time-out\n",
  ]);
});

function watched({ isTTY = false }) {
  const clock = new SimulatedClock();
  const output: string[] = [];
  const progress = new SearchProgress(clock, { isTTY, write: (text) => output.push(text) });
  const tell = (afterMs: number, standing: Progress) => {
    clock.advanceTo(clock.now() + afterMs);
    progress.tell(standing);
  };
  return { output, progress, tell };
}
