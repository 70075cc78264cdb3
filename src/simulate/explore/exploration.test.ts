import { expect, test } from "vitest";
import { SimulatedClock } from "../../clock/simulated.ts";
import { Choices, type Deviation, following } from "../choices.ts";
import { alignedLine, carefulLine, type ModelLine, naiveLine, playModel } from "../model/line.ts";
import { Exploration, type ExplorationOptions } from "./exploration.ts";
import { merge } from "./merge.ts";
import { traceOf } from "./outcome.ts";
import { describeVerdict, type Report } from "./report.ts";
import { search, searchOptions } from "./test/model-search.ts";

test("the naive line double-books and lies about it, and one slow answer is enough for both", async () => {
  const { findings } = await search(naiveLine, { deviationsMax: 1 });
  expect(shown(findings)).toEqual([
    ["duplicate-execution", "reserve", ["the restaurant API answers 1 ms after the function's time-out"]],
    ["false-failure", "reserve", ["the restaurant API answers 1 ms after the function's time-out"]],
    [
      "duplicate-execution",
      "reserve, by dialling again",
      ["the caller hangs up while the function runs and dials again"],
    ],
    ["false-failure", "reserve, by dialling again", ["the caller hangs up while the function runs and dials again"]],
  ]);
});

test("with equal time-outs a slow answer no longer books twice, but the caller is still told that it failed", async () => {
  const { findings } = await search(alignedLine, { deviationsMax: 1 });
  expect(shown(findings)).toEqual([
    // The function's time-out and the block's fall on one moment: the flow does not wait for how it ended.
    ["orphaned-execution", "reserve", ["the restaurant API gets nothing and never answers"]],
    ["false-failure", "reserve", ["the restaurant API answers 1 ms after the function's time-out"]],
    ["duplicate-execution", "reserve", ["the restaurant API does the work and fails then"]],
    [
      "duplicate-execution",
      "reserve, by dialling again",
      ["the caller hangs up while the function runs and dials again"],
    ],
    ["false-failure", "reserve, by dialling again", ["the caller hangs up while the function runs and dials again"]],
  ]);
});

test("no slow answer alone, however slow, makes the aligned line book twice", async () => {
  const onlySlow = (choices: Choices) =>
    new Choices((point) => {
      const slow = point.options.filter(({ id }, index) => index === 0 || id.startsWith("1-ms-"));
      const [first, ...others] = slow;
      return first && choices.choose({ ...point, options: [first, ...others] });
    });
  const run: ExplorationOptions["run"] = (choices) => playModel(alignedLine, onlySlow(choices));
  const { findings } = await search(alignedLine, { deviationsMax: 3, run });
  expect(findings.map(({ type, place }) => [type, place])).toEqual([
    ["false-failure", "reserve"],
    ["orphaned-execution", "reserve"],
  ]);
});

test("a line that looks first, gives up in time and answers with a status books twice only while two of its runs look at the same time", async () => {
  const report = await search(carefulLine, { deviationsMax: 2 });
  expect(shown(report.findings)).toEqual([
    [
      "duplicate-execution",
      "reserve, by dialling again",
      [
        "the caller hangs up while the function runs and dials again",
        "the restaurant API answers 1 ms before the function's patience with the request",
      ],
    ],
  ]);
  expect(report.runs).toBeGreaterThan(200);
  expect(describeVerdict(report.verdict)).toBe("searched exhaustively up to 2 deviations");
});

test("no run is played twice, and what is skipped would have shown nothing new", async () => {
  const played: string[] = [];
  const run: ExplorationOptions["run"] = (choices) => {
    const record = playModel(alignedLine, choices);
    played.push(JSON.stringify(choices.deviations));
    return record;
  };
  const report = await search(alignedLine, { deviationsMax: 2, run });
  const everything = allRuns(alignedLine, 2);
  expect(new Set(played).size).toBe(played.length);
  expect(played.length).toBeLessThan(everything.length * 0.9);
  expect(report.outcomes).toEqual([...new Set(everything)].sort());
});

test("the shards of a search together see what the whole search sees", async () => {
  const whole = await search(naiveLine, { deviationsMax: 2 });
  const shard = (index: number) => search(naiveLine, { deviationsMax: 2, shard: { index, of: 4 } });
  const shards = [await shard(1), await shard(2), await shard(3), await shard(4)] as const;
  const merged = merge([...shards]);
  const { runs: _, ...seen } = merged;
  const { runs, ...all } = whole;
  expect(seen).toEqual(all);
  for (const shard of shards) expect(shard.runs).toBeLessThan(runs / 2);
});

test("without one of its shards a search is not called exhaustive", async () => {
  const only = await search(naiveLine, { deviationsMax: 2, shard: { index: 1, of: 2 } });
  expect(describeVerdict(only.verdict)).toBe("searched exhaustively up to 2 deviations, as shard 1 of 2");
  expect(merge([only]).verdict.exhaustiveTo).toBe(1);
});

test("a merged report names the shards that it lacks", async () => {
  const third = await search(naiveLine, { deviationsMax: 2, shard: { index: 3, of: 4 } });
  expect(describeVerdict(merge([third]).verdict)).toBe(
    "searched exhaustively up to 1 deviation of the 2 asked for; missing: shard 1 of 4, shard 2 of 4, shard 4 of 4",
  );
});

test("the same seed gives the same report, another seed another one", async () => {
  const sampled = (seed: number) => search(naiveLine, { deviationsMax: 1, runsMax: 300, seed });
  const first = await sampled(7);
  expect(await sampled(7)).toEqual(first);
  expect((await sampled(8)).outcomes).not.toEqual(first.outcomes);
  expect(first.runs).toBe(300);
  expect(first.verdict).toMatchObject({ exhaustiveTo: 1, sampled: expect.toSatisfy((drawn: number) => drawn > 250) });
});

test("what chance finds is cut down to the deviations that it needs", async () => {
  const report = await search(alignedLine, { deviationsMax: 0, runsMax: 400 });
  const systematic = await search(alignedLine, { deviationsMax: 2 });
  const sizes = ({ findings }: Report) =>
    Object.fromEntries(
      findings.map(({ type, place, counterexample }) => [`${type} ${place}`, counterexample.deviations.length]),
    );
  expect(sizes(report)).toEqual(sizes(systematic));
});

test("a search ends when its time is over, and says how far it came", async () => {
  const clock = new SimulatedClock();
  const run: ExplorationOptions["run"] = (choices) => {
    clock.advanceTo(clock.now() + 10);
    return playModel(naiveLine, choices);
  };
  const report = await search(naiveLine, { deviationsMax: 3, lastsMsMax: 1_000, clock, run });
  expect(report.runs).toBe(100);
  expect(report.verdict).toMatchObject({ exhaustiveTo: 1, sampled: 0 });
});

test("whoever stops listening stops the search, and still has its report", async () => {
  const exploration = new Exploration(searchOptions(naiveLine, { deviationsMax: 3 }));
  for await (const { found } of exploration.play()) if (found?.type === "duplicate-execution") break;
  expect(exploration.report.findings[0]?.type).toBe("duplicate-execution");
  expect(exploration.report.runs).toBeLessThan(20);
});

test("a run that does not do what it was asked to is said to have strayed, and nothing is concluded from it", async () => {
  let runs = 0;
  const run: ExplorationOptions["run"] = (choices) =>
    playModel({ ...naiveLine, presses: ++runs % 2 === 1 ? ["1"] : [] }, choices);
  const { verdict } = await search(naiveLine, { deviationsMax: 1, run });
  expect(verdict.strayed).toBeGreaterThan(3);
  expect(describeVerdict(verdict)).toMatch(/; but \d+ runs went another way than the one that was asked for$/);
});

test("a run may be a promise, as with real handlers", async () => {
  const run: ExplorationOptions["run"] = async (choices) => playModel(naiveLine, choices);
  expect(await search(naiveLine, { deviationsMax: 1, run })).toEqual(await search(naiveLine, { deviationsMax: 1 }));
});

test("the report counts the flow's arrows that calls went along", async () => {
  const { transitions } = await search(naiveLine, { deviationsMax: 1 });
  expect(transitions.covered).toContain("reservation: reserve → failed");
  expect(transitions.all).toContain("reservation: result → pending");
  expect(transitions.covered).not.toContain("reservation: result → pending");
});

/** The outcome of each run with at most so many deviations, without skipping any. */
function allRuns(line: ModelLine, deviationsLeft: number, before: readonly Deviation[] = []): readonly string[] {
  const choices = following(before);
  const what = traceOf(playModel(line, choices).events).outcome();
  if (deviationsLeft === 0) return [what];
  const after = choices.made.slice(choices.made.findIndex(({ point }) => point.id === before.at(-1)?.point) + 1);
  const deviations = after.flatMap(({ point }) =>
    point.options.slice(1).map((option) => ({ point: point.id, option: option.id })),
  );
  return [what, ...deviations.flatMap((one) => allRuns(line, deviationsLeft - 1, [...before, one]))];
}

const shown = (findings: Report["findings"]) =>
  findings.map(({ type, place, counterexample }) => [type, place, counterexample.deviations.map(({ name }) => name)]);

test("a search that is stopped says so", async () => {
  const exploration = new Exploration(searchOptions(naiveLine));
  for await (const { found } of exploration.play()) if (found !== undefined) break;
  expect(describeVerdict(exploration.report.verdict)).toBe(
    "searched exhaustively up to 0 deviations of the 2 asked for; it was stopped before its end",
  );
});
