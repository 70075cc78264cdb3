import { median, spread } from "../statistics.mjs";
import { concurrency } from "./task.mjs";

/**
 * @typedef {import("./host.mjs").Round} Round
 * @typedef {import("./main.mjs").Result} Result
 * @typedef {import("./main.mjs").Report} Report
 * @typedef {import("../statistics.mjs").Spread} Spread
 * @typedef {{ figure: string, better: "less" | "more", ratio: Spread }} Comparison
 */

/** `of` gives what there is: not every round has a cold start. @type {readonly { name: string, better: "less" | "more", digits: number, of: (result: Result) => (number | null)[] }[]} */
const figures = [
  figure("1 caller, p50 ms", "less", 2, ({ one }) => one.p50Ms),
  figure("1 caller, p99 ms", "less", 2, ({ one }) => one.p99Ms),
  figure("1 caller, /s", "more", 0, ({ one }) => one.perSecond),
  figure("after a rest, p50 ms", "less", 2, ({ restedMs }) => restedMs),
  figure(`${concurrency} callers, p50 ms`, "less", 2, ({ many }) => many.p50Ms),
  figure(`${concurrency} callers, p99 ms`, "less", 2, ({ many }) => many.p99Ms),
  figure(`${concurrency} callers, /s`, "more", 0, ({ many }) => many.perSecond),
  figure("cold start ms", "less", 0, ({ coldMs }) => coldMs),
  { name: "MB an idle environment", better: "less", digits: 1, of: ({ environmentMb }) => environmentMb },
];

/** @param {string} name @param {"less" | "more"} better @param {number} digits @param {(round: Round) => number | null} of */
function figure(name, better, digits, of) {
  return { name, better, digits, of: (/** @type {Result} */ { rounds }) => rounds.map(of) };
}

/**
 * Ours against the bare server, each round against the same round: what disturbs the machine for longer than a round
 * disturbs both.
 * @param {readonly Result[]} results @returns {Comparison[]}
 */
export function compare(results) {
  const bare = results.find(({ id }) => id === "bare-ric");
  const ours = results.find(({ id }) => id === "ringonce-node");
  if (bare === undefined || ours === undefined) return [];
  return figures.flatMap(({ name, better, of }) => {
    const oursOf = of(ours);
    const ratios = of(bare).map((value, index) => (oursOf[index] ?? Number.NaN) / (value ?? Number.NaN));
    const both = ratios.filter((ratio) => !Number.isNaN(ratio));
    return both.length === 0 ? [] : [{ figure: name, better, ratio: spread(both) }];
  });
}

/** Medians only. @param {Report} report */
export function terminal({ results, comparisons }) {
  const measured = results.filter(({ rounds }) => rounds.length > 0);
  const rows = measured.map((result) => [
    result.title,
    ...figures.map(({ of, digits }) => number(median(known(of(result))), digits)),
  ]);
  const ratios = comparisons.map(({ figure, better, ratio }) => [
    `ours / bare: ${figure}`,
    number(ratio.median, 2),
    `(${number(ratio.min, 2)} to ${number(ratio.max, 2)}; ${better} is better)`,
  ]);
  return [
    columns([["", ...figures.map(({ name }) => name)], ...rows]),
    ...problemsOf(results),
    ...(ratios.length > 0 ? ["", columns(ratios)] : []),
  ].join("\n");
}

/** @param {Report} report */
export function markdown(report) {
  const { date, command, machine, versions, sittings, rounds, disturbed, results, comparisons } = report;
  const measured = results.filter((result) => result.rounds.length > 0);
  const figureRows = measured.map((result) => [
    result.title,
    result.runsIn,
    ...figures.map(({ of, digits }) => cell(known(of(result)), digits)),
  ]);
  const ratioRows = comparisons.map(({ figure, better, ratio }) => [
    figure,
    `**${number(ratio.median, 2)}** ${number(ratio.min, 2)}–${number(ratio.max, 2)}`,
    better,
  ]);
  return `# What an invocation costs

Written by \`${command}\`. [bench/README.md](../README.md) says what is measured and how to read it. A cell is the **median**
of the rounds, then the smallest and the largest.

${table(["", "a handler runs in", ...figures.map(({ name }) => name)], figureRows)}
${problemsOf(results)
  .map((problem) => `\n${problem}\n`)
  .join("")}
## Ours against the bare server with AWS's own client

ringonce, Node.js, divided by the bare server, each round by the same round.

${table(["", "ratio", "better is"], ratioRows)}

## Where and when

- ${date}: ${rounds} rounds in ${sittings} sittings. Load average at the start ${number(report.loadAverage, 2)}; ${disturbed} measurements began on a busy machine.
- ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}.
- ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}.
`;
}

/** @param {readonly Result[]} results */
function problemsOf(results) {
  return results.flatMap(({ title, rounds, problem }) =>
    problem === undefined ? [] : [`${title}: ${rounds.length === 0 ? "not measured" : "not to the end"}. ${problem}`],
  );
}

/** @param {readonly (number | null)[]} values */
const known = (values) => values.filter((value) => value !== null);

/** @param {readonly number[]} values @param {number} digits */
function cell(values, digits) {
  if (values.length === 0) return "–";
  const { median, min, max } = spread(values);
  return `**${number(median, digits)}** ${number(min, digits)}–${number(max, digits)}`;
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @param {string[][]} rows */
function columns(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

/** @param {number} value @param {number} digits */
const number = (value, digits) => (Number.isNaN(value) ? "–" : value.toFixed(digits));
