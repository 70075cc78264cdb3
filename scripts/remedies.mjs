/*
 * Writes what each remedy against double execution stops into docs/idempotency.md (and .ja.md, if it is there): searches
 * the sample's lines, and prints what the searches found. Nothing in the tables is typed.
 *
 *     npm run docs:remedies                  every run with one or two deviations, and 0 drawn ones
 *     npm run docs:remedies -- --deviations 1
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SystemClock } from "../dist/clock/system.js";
import { readInstance } from "../dist/connect/read-instance.js";
import { following } from "../dist/simulate/choices.js";
import { Exploration } from "../dist/simulate/explore/exploration.js";
import { judge } from "../dist/simulate/explore/judged-run.js";
import { describeVerdict } from "../dist/simulate/explore/report.js";
import { RunTimeline } from "../dist/simulate/explore/run-timeline.js";
import { RealLine } from "../dist/simulate/real-line.js";

const { values: options } = parseArgs({ options: { deviations: { type: "string", default: "2" } } });

const root = join(import.meta.dirname, "..");
const caller = { from: "+819012345678", presses: ["1", "1224#", "1900#", "2", "1"], seed: 1 };

const remedies = [
  { number: "+81312340001", name: "none: block 8 s, function 7 s" },
  { number: "+81312340002", name: "equal time-outs: 7 s, 7 s" },
  { number: "+81312340005", name: "Powertools' idempotency alone" },
  { number: "+81312340006", name: "`Idempotency-Key` alone" },
  { number: "+81312340003", name: "the safe line, TypeScript" },
  { number: "+81312340004", name: "the safe line, Python" },
];

/** What goes wrong, by the options of the search. */
const mishaps = [
  { name: "the API is slow", options: /^(1-ms-|half-)/ },
  { name: "the API does the work and its answer is an error or lost", options: /^(error|reset)-after$/ },
  { name: "the API fails before it did the work, or never answers", options: /^((error|reset)-before|silent)$/ },
  { name: "the function crashes", options: /^crash-/ },
  { name: "Lambda is cold, throttles, or has a fault", options: /^(cold-start|throttled|service-error|answer-lost)$/ },
  { name: "the caller hangs up and dials again", options: /^dials-again$/ },
];

/** The ways in which the naive line executes twice, each with the deviation that shows it. */
const ways = [
  { id: "time-out", point: "call-1/invoke-1/attempt-1/request-1", option: "1-ms-after-function" },
  { id: "exception", point: "call-1/invoke-1/attempt-1/request-1", option: "reset-after" },
  { id: "lambda", point: "call-1/invoke-1/attempt-1", option: "answer-lost" },
  { id: "redial", point: "call-1/invoke-1/caller", option: "dials-again" },
];

const words = {
  "duplicate-execution": "again",
  "false-failure": "untrue",
  "false-success": "untrue",
  "orphaned-execution": undefined,
};

const { instance, problems } = readInstance(join(root, "sample", "instance.json"));
if (instance === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));

const rows = [];
for (const { number, name } of remedies) {
  process.stderr.write(`${name} (${number}) …\n`);
  const line = await RealLine.open({ instance, number, ...caller });
  const seen = mishaps.map(() => new Set());
  const exploration = new Exploration({
    subject: { instance: "sample/instance.json", number, ...caller },
    ringonce: "docs",
    run: async (choices) => {
      const record = await line.play(choices);
      const [only, ...others] = choices.deviations;
      if (only !== undefined && others.length === 0) {
        const index = mishaps.findIndex((mishap) => mishap.options.test(only.option));
        for (const { finding } of judge(record)) seen[index]?.add(words[finding.type]);
      }
      return record;
    },
    flows: instance.flows,
    clock: new SystemClock(),
    deviationsMax: Number(options.deviations),
  });
  for await (const { runs } of exploration.play()) if (process.stderr.isTTY) process.stderr.write(`\r${runs} runs`);
  await line.close();
  const { report } = exploration;
  const kinds = [...new Set(report.findings.map(({ type }) => words[type]))].filter((word) => word !== undefined);
  process.stderr.write(`${report.runs} runs: ${kinds.join(", ") || "nothing"}\n`);
  rows.push([
    `${name}<br>${number}`,
    ...seen.map((found) => told([...found])),
    `${told(kinds)}<br>${report.runs} runs, ${describeVerdict(report.verdict)}`,
  ]);
}

const table = markdown([["remedy", ...mishaps.map(({ name }) => name), "any of these together"], ...rows]);
const timelines = await naiveTimelines(instance);
for (const file of ["idempotency.md", "idempotency.ja.md"]) {
  const path = join(root, "docs", file);
  if (!existsSync(path)) continue;
  let text = filled(readFileSync(path, "utf8"), "remedies", table);
  for (const [id, timeline] of timelines) text = filled(text, `way-${id}`, `\`\`\`\n${timeline}\n\`\`\``);
  writeFileSync(path, text);
}

/** @param {(string | undefined)[]} found */
function told(found) {
  const said = found.filter((word) => word !== undefined).sort();
  return said.length === 0 ? "–" : `**${said.join(", ")}**`;
}

/** @param {string[][]} lines the first is the head */
function markdown([head = [], ...body]) {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...body.map(row)].join("\n");
}

/** What lies between two marks of a page. @param {string} page @param {string} mark @param {string} content */
function filled(page, mark, content) {
  const [begin, end] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to === -1) throw new Error(`The page has no ${begin} … ${end}.`);
  return `${page.slice(0, from + begin.length)}\n${content}\n${page.slice(to)}`;
}

/**
 * The naive line in each of the ways, from the moment at which its function is invoked.
 * @param {import("../dist/connect/instance.js").Instance} instance
 */
async function naiveTimelines(instance) {
  const line = await RealLine.open({ instance, number: "+81312341001", ...caller });
  const told = [];
  for (const { id, ...deviation } of ways) {
    const choices = following([deviation]);
    const { events } = await line.play(choices);
    const named = choices.made.flatMap(({ point, taken }) =>
      taken === point.options[0]
        ? []
        : [{ point: point.id, option: taken.id, subject: point.subject, name: taken.name }],
    );
    const timeline = new RunTimeline(named);
    const lines = events.flatMap((event) => timeline.read(event)).filter(({ subject }) => tells.has(subject));
    const from = lines.findIndex(({ subject }) => subject === "invoke");
    told.push([id, lines.slice(from).map(textOf).join("\n")]);
  }
  await line.close();
  return told;
}

const tells = new Set(["call", "invoke", "limit", "attempt", "api", "deviation", "say", "end"]);

/** @param {import("../dist/simulate/explore/run-timeline.js").RunLine} line */
function textOf({ atMs, subject, text, call }) {
  const kind = subject === "deviation" ? "!" : subject;
  return `${(atMs / 1_000).toFixed(1).padStart(5)}  ${kind.padEnd(8)} ${call > 1 ? `call ${call}: ` : ""}${text}`;
}
