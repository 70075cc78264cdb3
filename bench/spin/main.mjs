/*
 * Asks an independent judge, Debian's spin, how often a function starts for each pair of time-outs. bench/README.md
 * says how to read it.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const seconds = [1, 2, 3, 4, 5, 6, 7, 8];
const model = join(import.meta.dirname, "starts.pml");

export async function run() {
  for (const tool of ["spin", "cc"]) {
    if (spawnSync(tool, ["--version"]).error === undefined) continue;
    console.error(`There is no ${tool} here. On Debian: apt-get install spin gcc`);
    process.exitCode = 1;
    return;
  }
  const ours = await startsInOurModel();
  console.log("How often the function starts at most (rows: the block's time-out, columns: the function's):\n");
  console.log(`      ${seconds.map((l) => `${l} s`).join("  ")}`);
  for (const [row, c] of seconds.entries()) console.log(`${c} s    ${ours.slice(row * 8, row * 8 + 8).join("    ")}`);

  const folder = mkdtempSync(join(tmpdir(), "ringonce-spin-"));
  try {
    const silent = judge(folder, ours, ["SILENT"]);
    const any = judge(folder, ours, []);
    // A judge that cannot say no has not been asked.
    const caught = [0, 62, 63].every((cell) => judge(folder, ours.with(cell, 9), ["SILENT"]).errors > 0);
    console.log(`
An API that never answers: ${verdict(silent)} "exactly so often in all 64 cells"
An API that answers at any moment: ${verdict(any)} "never more often in any of the 64 cells"
A wrong number in a cell: ${caught ? "noticed" : "NOT NOTICED"}`);
    if (silent.errors + any.errors > 0 || !caught) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {{ errors: number, states: number }} judged */
const verdict = ({ errors, states }) =>
  `${states} states, all of them; spin ${errors === 0 ? "agrees:" : "DISAGREES:"}`;

/** Sleeps exactly its own time-out, in each cell. @returns {Promise<number[]>} */
async function startsInOurModel() {
  const { playModel, reservationLine } = await compiled("simulate/model/line.js");
  const { following } = await compiled("simulate/choices.js");
  return seconds.flatMap((blockSeconds) =>
    seconds.map((functionSeconds) => {
      const line = reservationLine(
        function* sleeps() {
          yield { type: "wait", ms: functionSeconds * 1_000 };
        },
        { blockSeconds, functionSeconds },
      );
      /** @type {{ type: string }[]} */
      const events = playModel(line, following([])).events;
      return events.filter(({ type }) => type === "attempt.started").length;
    }),
  );
}

/**
 * Searches all states of the judge's model, with our numbers in it.
 * @param {string} folder @param {readonly number[]} ours @param {readonly string[]} defines
 */
function judge(folder, ours, defines) {
  const arguments_ = [`-DOURS=${ours.join(",")}`, ...defines.map((name) => `-D${name}`)];
  tool(folder, "spin", ["-a", ...arguments_, model]);
  tool(folder, "cc", ["-O2", "-w", "-DSAFETY", "-DVECTORSZ=2048", "-o", "pan", "pan.c"]);
  const printed = tool(folder, join(folder, "pan"), ["-m1000000"]);
  const errors = Number(/errors: (\d+)/.exec(printed)?.[1]);
  const states = Number(/(\d+) states, stored/.exec(printed)?.[1]);
  if (Number.isNaN(errors) || /search depth too small|Search not completed/.test(errors === 0 ? printed : ""))
    throw new Error(`spin did not finish:\n${printed}`);
  return { errors, states };
}

/** @param {string} cwd @param {string} command @param {string[]} args */
function tool(cwd, command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error !== undefined || status !== 0) throw error ?? new Error(`${command} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** @param {string} file of dist/ @returns {Promise<any>} */
const compiled = (file) => import(new URL(`../../dist/${file}`, import.meta.url).href);
