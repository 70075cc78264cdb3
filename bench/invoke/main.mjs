/*
 * What an invocation costs: ours beside AWS's own client behind a bare server and beside other local runners, all
 * measured in the same run. bench/README.md says how to read it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine, loadAverage, quiet } from "../machine.mjs";
import { candidates } from "./candidates.mjs";
import { installPeers, missingPeer, peerVersion } from "./peers.mjs";
import { compare, markdown, terminal } from "./report.mjs";
import { Host } from "./start-host.mjs";
import { coldStarts } from "./task.mjs";

/**
 * @typedef {object} Result
 * @property {string} id
 * @property {string} title
 * @property {string} runsIn
 * @property {string} [problem] Why it could not be measured, or not to the end.
 * @property {import("./host.mjs").Round[]} rounds In their order; a round is at the same place for all that were measured in it.
 * @property {number[]} environmentMb One for each sitting.
 *
 * @typedef {object} Report
 * @property {string} date
 * @property {string} command
 * @property {ReturnType<typeof describeMachine>} machine
 * @property {Record<string, string>} versions
 * @property {number} loadAverage Over the minute before the first round.
 * @property {number} sittings
 * @property {number} rounds In all sittings together.
 * @property {number} disturbed Measurements that began although something else kept the machine busy.
 * @property {Result[]} results
 * @property {import("./report.mjs").Comparison[]} comparisons
 */

/** How long one measurement waits for the machine to become quiet, and all of them together. */
const waitMsMax = 60_000;
let waitMsLeft = 600_000;

/** @param {string[]} args */
export async function run(args) {
  const { chosen, sittings } = optionsOf(args);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
  const scratch = mkdtempSync(join(tmpdir(), "ringonce-bench-"));
  process.once("exit", () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));

  if (chosen.some(({ packages }) => packages.length > 0)) await installPeers();
  /** @type {Report} */
  const report = {
    date: new Date().toISOString(),
    command: `npm run bench -- invoke ${args.join(" ")}`.trim(),
    machine: describeMachine(),
    versions: versionsOf(chosen),
    ...{ loadAverage: loadAverage(), sittings, rounds: sittings * coldStarts, disturbed: 0 },
    results: chosen.map((candidate) => {
      const { id, runsIn } = candidate;
      const problem = missingPeer(candidate);
      const result = { id, title: titleOf(candidate), runsIn, rounds: [], environmentMb: [] };
      return problem === undefined ? result : { ...result, problem };
    }),
    comparisons: [],
  };
  for (let sitting = 1; sitting <= sittings; sitting++) {
    console.log(`Sitting ${sitting} of ${sittings}: opening everything`);
    const folder = join(scratch, String(sitting));
    mkdirSync(folder);
    await sit(report, folder);
  }

  report.comparisons = compare(report.results);
  console.log(`\n${terminal(report)}`);
  if (chosen.length < candidates.length) return;
  const folder = join(import.meta.dirname, "../results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "invoke.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(folder, "invoke.md"), markdown(report));
  console.log("\nWritten to bench/results/invoke.md and invoke.json.");
}

/**
 * Opens all candidates, each in a new process, and then measures them in turn, again and again: what disturbs the
 * machine for more than a moment disturbs them all. One that fails is left out from then on.
 * @param {Report} report @param {string} folder
 */
async function sit(report, folder) {
  const sitters = report.results
    .filter(({ problem }) => problem === undefined)
    .map((result) => ({ result, host: new Host(result.id, join(folder, result.id)) }));
  /** @param {(sitter: { result: Result, host: Host }) => Promise<void>} ask */
  const inTurn = async (ask) => {
    for (const sitter of sitters) {
      if (sitter.result.problem !== undefined) continue;
      await ask(sitter).catch((error) => {
        sitter.result.problem = error.message;
      });
    }
    // There and back again, so that none is always measured right after the same other.
    sitters.reverse();
  };

  await inTurn(async ({ result, host }) => {
    const { environmentMb } = await host.ask("open");
    if (environmentMb !== null) result.environmentMb.push(environmentMb);
  });
  for (let round = 1; round <= coldStarts; round++) {
    console.log(`  round ${round} of ${coldStarts}`);
    await inTurn(async ({ result, host }) => {
      const asked = performance.now();
      if (!(await quiet(Math.min(waitMsMax, waitMsLeft)))) report.disturbed++;
      waitMsLeft = Math.max(0, waitMsLeft - (performance.now() - asked));
      result.rounds.push(await host.ask("measure"));
    });
  }
  await inTurn(async ({ host }) => void (await host.ask("close")));
  for (const { host } of sitters) host.kill();
}

/** @param {string[]} args */
function optionsOf(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        "ours-only": { type: "boolean", default: false },
        only: { type: "string", multiple: true, default: [] },
        sittings: { type: "string", default: "4" },
      },
    });
    const { only, "ours-only": oursOnly } = values;
    const chosen = candidates.filter(({ id, packages }) =>
      oursOnly ? packages.length === 0 : only.length === 0 || only.includes(id),
    );
    const sittings = Number(values.sittings);
    if (chosen.length === 0 || !(sittings >= 1)) throw new Error("There is nothing to measure.");
    return { chosen, sittings };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n
Options: --ours-only      without the peers
         --only <id>      one candidate; may be given again: ${candidates.map(({ id }) => id).join(", ")}
         --sittings <n>   of five rounds each, 4 by default`);
    process.exit(2);
  }
}

/** @param {import("./candidates.mjs").Candidate} candidate */
function titleOf({ title, packages: [main = ""] }) {
  return title.replace(main, `${main} ${peerVersion(main) ?? ""}`.trim());
}

/** Of everything that was measured, or had a part in it. @param {readonly import("./candidates.mjs").Candidate[]} chosen */
function versionsOf(chosen) {
  /** @param {string} command @param {string[]} args */
  const says = (command, ...args) =>
    spawnSync(command, args, { cwd: import.meta.dirname, encoding: "utf8" }).stdout?.trim();
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  const peers = chosen.flatMap(({ packages }) => packages).map((name) => [name, peerVersion(name) ?? "not installed"]);
  return {
    ringonce: `${version} (${says("git", "describe", "--always", "--dirty") || "no commit"})`,
    node: process.versions.node,
    python: says("python3", "--version")?.replace("Python ", "") ?? "none",
    ...Object.fromEntries(peers),
  };
}
