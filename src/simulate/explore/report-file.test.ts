import { expect, test } from "vitest";
import { naiveLine } from "../model/line.ts";
import { checkOneSearch, merge } from "./merge.ts";
import type { Report } from "./report.ts";
import { readReport, reportFileText } from "./report-file.ts";
import { search } from "./test/model-search.ts";

test("a report is read back from its file as it was", async () => {
  const report = await search(naiveLine, { deviationsMax: 1 });
  expect(readReport(reportFileText(report), "report.json")).toEqual(report);
});

test("the shards of a search, kept in files and merged, say what the whole search says", async () => {
  const kept = async (index: number) =>
    readReport(reportFileText(await search(naiveLine, { deviationsMax: 2, shard: { index, of: 3 } })), "shard.json");
  const merged = merge([await kept(3), await kept(1), await kept(2)]);
  const whole = await search(naiveLine, { deviationsMax: 2 });
  expect({ ...merged, runs: 0 }).toEqual({ ...whole, runs: 0 });
});

test.each([
  ["{", /ERR_REPORT_UNREADABLE: x\.json cannot be read, because it is no report: /],
  ["[]", /it is no report: /],
  ['{"version": 3}', /it has version 3, and this ringonce reads version 2\. Use the ringonce that wrote it/],
  ['{"version": 1}', /it has version 1, and this ringonce reads version 2\. Have this one write it anew/],
  ['{"version": 2, "ringonce": 7}', /it is no report at ringonce: .* Give files that ringonce explore --report wrote/],
])("a file that is no report is refused: %s", (text, why) => {
  expect(() => readReport(text, "x.json")).toThrow(why);
});

test.each<[string, (report: Report) => Report, RegExp]>([
  [
    "another number",
    (one) => ({ ...one, subject: { ...one.subject, number: "+1" } }),
    /the number is \+81.* and \+1 in/,
  ],
  [
    "another seed",
    (one) => ({ ...one, subject: { ...one.subject, seed: 2 } }),
    /the seed is 1 in one and 2 in the other/,
  ],
  ["other keys", (one) => ({ ...one, subject: { ...one.subject, presses: ["2"] } }), /the keys pressed is 1 in one/],
  ["the same shard", (one) => one, /a\.json and b\.json are both shard 1 of 1/],
])("reports of different searches are not merged: %s", async (_, change, why) => {
  const report = await search(naiveLine, { deviationsMax: 0 });
  const files = [
    { file: "a.json", report },
    { file: "b.json", report: change(report) },
  ] as const;
  expect(() => checkOneSearch([...files])).toThrow(why);
});
