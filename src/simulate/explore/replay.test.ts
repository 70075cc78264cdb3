import fc from "fast-check";
import { expect, test } from "vitest";
import { all } from "../../journal/contacts.ts";
import { timelineText } from "../../journal/timeline.ts";
import { alignedLine, type ModelLine, naiveLine, playModel } from "../model/line.ts";
import type { Counterexample } from "./counterexample.ts";
import { counterexampleText, readCounterexample } from "./counterexample-file.ts";
import { replay } from "./replay.ts";
import { type Some, search } from "./test/model-search.ts";

test("a counterexample replays from its file, twenty times out of twenty, to the last event", async () => {
  const [first] = await counterexamples(naiveLine, { deviationsMax: 1 });
  const read = readCounterexample(counterexampleText(first as Counterexample), "first.json");
  const replays = [];
  for (let time = 0; time < 20; time++) replays.push(await replay(read, (choices) => playModel(naiveLine, choices)));
  expect(replays.map(({ reproduced }) => reproduced)).toEqual(Array(20).fill(true));
  expect(new Set(replays.map(({ record }) => JSON.stringify(record.events))).size).toBe(1);
});

test("whatever a search finds, its counterexample shows again", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(naiveLine, alignedLine),
      fc.integer({ min: 1, max: 1_000_000 }),
      async (line, seed) => {
        const found = await counterexamples(line, { deviationsMax: 0, runsMax: 60, seed });
        for (const one of found) {
          const read = readCounterexample(counterexampleText(one), "one.json");
          expect((await replay(read, (choices) => playModel(line, choices))).reproduced).toBe(true);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test("a counterexample of another line is refused, by the point at which they part", async () => {
  const [first] = await counterexamples(naiveLine, { deviationsMax: 1 });
  const silent = { ...naiveLine, presses: [] };
  await expect(replay(first as Counterexample, (choices) => playModel(silent, choices))).rejects.toThrow(
    /ERR_REPLAY_STRAYED: .*does not come to call-1\/reserve-1\/attempt-1\/request-1/,
  );
});

test("a file that is no counterexample is refused", () => {
  expect(() => readCounterexample("{", "x.json")).toThrow(/ERR_COUNTEREXAMPLE_UNREADABLE: x.json/);
  expect(() => readCounterexample('{"version": 2}', "x.json")).toThrow(
    /it has version 2, and this ringonce reads version 1/,
  );
});

test("the double booking by dialling again, as a timeline", async () => {
  const found = await counterexamples(alignedLine, { deviationsMax: 2 });
  const redial = found.find(({ findings }) => findings.some(({ place }) => place === "reserve, by dialling again"));
  const { record } = await replay(redial as Counterexample, (choices) => playModel(alignedLine, choices));
  const timelines = all(record.events, "contact.initiated").map(({ contactId }) =>
    timelineText(record.events, contactId).split("\n"),
  );
  expect(timelines.map((lines) => lines.filter((line) => / api |end/.test(line)).map((line) => line.trim()))).toEqual([
    [
      "0.0  api      #1 → restaurant POST /reservations",
      "0.0  api      #1 ← restaurant 201, held back for 0.2 s",
      "0.1  end      the caller hangs up",
    ],
    expect.arrayContaining(["0.0  api      #1 ← restaurant 409, held back for 0.2 s"]),
  ]);
});

async function counterexamples(line: ModelLine, some: Some): Promise<readonly Counterexample[]> {
  const { findings } = await search(line, some);
  return findings.map(({ counterexample }) => counterexample);
}
