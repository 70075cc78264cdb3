import { join } from "node:path";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { connectPolicy } from "../connect/policy.ts";
import { invokes, written } from "../flow/test/flow.ts";
import { lineNumber, lineOf } from "./line.ts";
import { type Cell, sweep } from "./sweep.ts";
import { sweepSvg } from "./sweep-svg.ts";
import { sweepText } from "./sweep-text.ts";

const seconds = [1, 2, 3, 4, 5, 6, 7, 8];

const line = lineOf(
  { line: written(invokes("invoke", { functionName: "never-done", seconds: 3 })) },
  {
    functions: [
      {
        ...{ name: "never-done", runtime: "nodejs22.x", handler: "index.handler", timeoutMs: 3_000, memoryMb: 256 },
        ...{
          codePath: join(import.meta.dirname, "fixtures/never-done"),
          environment: {},
          reservedConcurrency: undefined,
        },
        ...{ region: "ap-northeast-1", accountId: "000000000000" },
      },
    ],
  },
);

test("a real handler that always times out is started as often as the rule says, for all 64 pairs of time-outs", async () => {
  const cells = await sweep({
    ...{ instance: line, number: lineNumber, from: "+819012345678", presses: [], conditions: () => undefined, seed: 1 },
    ...{ blocks: seconds, functions: seconds, played: () => {} },
  });
  const counted = cells.map(({ blockSeconds, functionSeconds, starts }) => [blockSeconds, functionSeconds, starts]);
  expect(counted).toEqual(seconds.flatMap((block) => seconds.map((own) => [block, own, startsByTheRule(block, own)])));
  expect(new Set(cells.map(({ branch }) => branch))).toEqual(new Set(["error"]));
});

/** One where the function may take as long as the block waits; else one at 0, L, 2L … (and the policy's delay each) before C, at most four. */
function startsByTheRule(block: number, own: number): number {
  if (own >= block) return 1;
  const spacing = own * 1_000 + connectPolicy.retryDelayMs;
  return Math.min(4, Math.ceil((block * 1_000) / spacing));
}

const cells: readonly Cell[] = [
  {
    blockSeconds: 7,
    functionSeconds: 6,
    starts: 2,
    requests: 2,
    branch: "error",
    findings: ["duplicate-execution", "false-failure"],
  },
  { blockSeconds: 7, functionSeconds: 7, starts: 1, requests: 1, branch: "error", findings: ["false-failure"] },
  { blockSeconds: 8, functionSeconds: 6, starts: 1, requests: 0, branch: undefined, findings: [] },
  { blockSeconds: 8, functionSeconds: 7, starts: 1, requests: 1, branch: "success", findings: [] },
];

test("the grid says in each cell what happened, and how bad it is", () => {
  const rows = sweepText(cells).split("\n").slice(0, 3);
  expect(rows.map((row) => row.trim().split(/\s{2,}/))).toEqual([
    ["fn 6 s", "fn 7 s"],
    ["block 7 s", "2/2 err!!", "1/1 err!"],
    ["block 8 s", "1/0 -", "1/1 ok"],
  ]);
  expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
});

test("the heat map is a drawing that can be read without colour, whatever the title", () => {
  const svg = sweepSvg(cells, `<&">`);
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on("text", (text) => texts.push(text));
  parser.write(svg).close();
  expect(texts).toEqual(
    expect.arrayContaining(['<&">', "2 / 2 !!", "1 / 1 !", "1 / 0", "1 / 1", "error", "success", "no branch"]),
  );
});
