import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { e164 } from "../connect/phone-number.ts";
import { type Fault, faults } from "../external/fault.ts";
import { lookForPython } from "../lambda/runtimes.ts";
import type { Shard } from "../simulate/explore/report.ts";
import { defaultInstance } from "./default-instance.ts";
import { version } from "./version.ts";

/** Runs one command line and says its exit code. What a command needs is loaded when it runs: --help is quick. */
export async function program(args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const done = (code: number) => {
    exitCode = code;
  };
  const usualInstance = defaultInstance();
  const command = new Command("ringonce")
    .description(
      "Answers a phone number as Amazon Connect does, and finds the ways in which one call makes an API act twice.",
    )
    .version(version())
    .showHelpAfterError("(ringonce --help tells what there is)")
    .exitOverride();

  command
    .command("call")
    .description("Dial a number of an instance: at the keyboard, or with the keys of a script.")
    .argument("<number>", "the number to dial, such as +81312340001")
    .addOption(instanceOption(usualInstance))
    .option(
      "--press <keys>",
      'what the caller presses: comma-separated, one entry for each time the flow asks; an empty entry stays silent ("1,1224#,1900#,2,1")',
      entries,
    )
    .option("--from <number>", "the caller's own number", phoneNumber, "+819012345678")
    .addOption(latencyOption())
    .addOption(faultOption())
    .addOption(
      new Option("--clock <clock>", "simulated: whatever would be waited for takes no time, for the functions too")
        .choices(["system", "simulated"])
        .default("system"),
    )
    .option("--seed <number>", "makes simulated time repeat itself: the same number, the same journal", seed, 1)
    .option("--json", "print one JSON object at the end instead of the timeline")
    .option("--journal <file>", "where to write the record of the call (default: .ringonce/journals/)")
    .addHelpText("after", callHelp)
    .action(async (number: string, options) => done(await (await loaded(import("./call.ts"))).call(number, options)));

  command
    .command("sweep")
    .description("Play a call in simulated time for every pair of block and function time-outs, and print the grid.")
    .argument("<number>", "the number to dial, such as +81312340001")
    .addOption(instanceOption(usualInstance))
    .option("--press <keys>", "what the caller presses, as for call", entries, [])
    .option("--from <number>", "the caller's own number", phoneNumber, "+819012345678")
    .addOption(latencyOption())
    .addOption(faultOption())
    .option("--blocks <range>", "time-outs of the Invoke blocks in seconds", secondsRange, allSeconds)
    .option("--functions <range>", "time-outs of the functions in seconds", secondsRange, allSeconds)
    .option("--seed <number>", "makes simulated time repeat itself", seed, 1)
    .option("--json", "print the cells as one JSON object instead of the grid")
    .option("--svg <file>", "also draw the grid as a heat map")
    .addHelpText("after", sweepHelp)
    .action(async (number: string, options) => done(await (await loaded(import("./sweep.ts"))).sweep(number, options)));

  command
    .command("explore")
    .description("Search what the world may do to a call for the ways in which it makes an API act twice, or lies.")
    .argument("<number>", "the number to dial, such as +81312340001")
    .addOption(instanceOption(usualInstance))
    .option("--press <keys>", "what the caller presses, as for call", entries, [])
    .option("--from <number>", "the caller's own number", phoneNumber, "+819012345678")
    .option("--deviations <number>", "play every run in which at most so many things go wrong", count(0), 2)
    .option("--runs <number>", "then draw runs by chance until there are so many in all; stop there", count(1))
    .option("--for <seconds>", "then draw runs by chance until so much time has passed; stop there", count(1))
    .option("--seed <number>", "of what is drawn: the same number, the same search", seed, 1)
    .option("--shard <i/n>", "search the ith of n parts: merge joins their reports", shard)
    .addOption(counterexamplesOption())
    .option("--report <file>", "keep the report, for merge")
    .option("--json", "print the report as one JSON object")
    .option("--junit <file>", "also write it as JUnit XML")
    .option("--html <file>", "also write it as one page to open in a browser")
    .option("--uncovered", "name the transitions that no call took")
    .addHelpText("after", exploreHelp)
    .action(async (number: string, options) =>
      done(await (await loaded(import("./explore.ts"))).explore(number, options)),
    );

  command
    .command("merge")
    .description("Join the reports of the shards of one search.")
    .argument("<report...>", "files that explore --report wrote")
    .addOption(counterexamplesOption())
    .option("--report <file>", "keep the joined report")
    .option("--json", "print the report as one JSON object")
    .option("--junit <file>", "also write it as JUnit XML")
    .option("--html <file>", "also write it as one page to open in a browser")
    .option("--uncovered", "name the transitions that no call took")
    .addHelpText("after", mergeHelp)
    .action(async (files: [string, ...string[]], options) => done((await import("./merge.ts")).merge(files, options)));

  command
    .command("replay")
    .description("Play a counterexample once more, and say whether it still is one.")
    .argument("<counterexample>", "a file that explore or merge wrote")
    .option("--instance <file>", "the instance file, if it is no longer where the counterexample says")
    .addOption(
      new Option("--clock <clock>", "system: as it would really feel")
        .choices(["simulated", "system"])
        .default("simulated"),
    )
    .option("--json", "print one JSON object at the end instead of the timeline")
    .option("--journal <file>", "where to write the record of the calls (default: .ringonce/journals/)")
    .addHelpText("after", replayHelp)
    .action(async (file: string, options) => done(await (await loaded(import("./replay.ts"))).replay(file, options)));

  command
    .command("start")
    .description("Serve an instance until Ctrl-C, on this machine only.")
    .addOption(instanceOption(usualInstance))
    .option("--port <port>", "where to listen; 0 is any free port", port, 8_470)
    .addHelpText(
      "after",
      "\nExit codes: 0 stopped by Ctrl-C or SIGTERM, 2 bad usage, a bad instance, or the port is taken.\n",
    )
    .action(async (options) => done(await (await loaded(import("./start.ts"))).start(options)));

  command
    .command("show")
    .description("Show a journal in the browser: its calls as timelines, their findings, their logs.")
    .argument("<journal>", "a journal file")
    .option("--instance <file>", `the instance file of its calls, for the flow map (default: "${usualInstance}")`)
    .option("--port <port>", "where to listen; 0 is any free port", port, 0)
    .addHelpText(
      "after",
      "\nExit codes: 0 stopped by Ctrl-C or SIGTERM, 2 bad usage, no journal, a bad instance, or the port is taken.\n",
    )
    .action(async (file: string, options) => done(await (await loaded(import("./show.ts"))).show(file, options)));

  command
    .command("logs")
    .description(
      "Print the log groups of a journal as CloudWatch Logs would have them: the flow log and the Lambda logs.",
    )
    .argument("<journal>", "a journal file")
    .option("--group <name>", "only this log group, such as /aws/lambda/sleep-seven")
    .action(async (file: string, options) => done((await import("./logs.ts")).logs(file, options)));

  try {
    await command.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}

/** A command that reads an instance. Python is looked for while it loads: that takes as long. */
async function loaded<Command>(command: Promise<Command>): Promise<Command> {
  const [module] = await Promise.all([command, lookForPython()]);
  return module;
}

const sweepHelp = `
Every Invoke block of the instance waits for the block's time-out, and every function may take the function's.
Ranges are in whole seconds: 1-8, or 5 for one.

Exit codes: 0 no findings in any cell, 1 findings, 2 bad usage or a bad instance, 70 ringonce itself has failed

Examples: ringonce sweep +81312340087
          ringonce sweep +81312340001 --press 1,1224#,1900#,2,1 --latency restaurant=4500 --svg grid.svg
`;

const exploreHelp = `
The caller presses what --press says. Everything else is searched: the API fast, slow just under and over each time-out,
failing or breaking off before or after it did the work, never answering; Lambda cold, throttled, at fault; the function
crashing around each request; the caller hanging up, at a prompt or while a function runs, and dialling again. First
every run in which at most one of these happens, then two, up to --deviations; with --runs or --for the rest is drawn by
chance. The flow and the handlers are the real ones, in simulated time. Every finding comes with the shortest run that
shows it.

Exit codes: 0 nothing was found, 1 there are findings, 2 bad usage, a bad instance, or a run that cannot be played,
            70 ringonce itself has failed

Examples: ringonce explore +81312340001 --press 1,1224#,1900#,2,1
          ringonce explore +81312340001 --press 1,1224#,1900#,2,1 --deviations 1 --html report.html --junit junit.xml
          ringonce explore +81312340001 --press 1,1224#,1900#,2,1 --for 600 --shard 3/8 --report shard-3.json
`;

const mergeHelp = `
Shards that are missing are named, and the search is then not called exhaustive.

Exit codes: 0 nothing was found, 1 there are findings, 2 bad usage, or files that are no reports of one search

Example: ringonce merge shard-*.json --html report.html
`;

const replayHelp = `
Exit codes: 0 the run shows no finding any more, 1 it shows some, 2 bad usage, or the line has changed so that the
            run does not come to what the counterexample is about, 70 ringonce itself has failed

Examples: ringonce replay .ringonce/counterexamples/81312340001-duplicate-execution-invoke.json
          ringonce replay .ringonce/counterexamples/81312340001-duplicate-execution-invoke.json --clock system
`;

const callHelp = `
Faults: error-before   the API never gets the request, the function gets 503
        error-after    the API does its work, the function gets 500
        reset-before   the connection breaks before the API gets the request
        reset-after    the API does its work, then the connection breaks
        silent         the request disappears, and no answer ever comes

An external API with a "start" command is started for the call with a fresh database, and stopped after it.
A function that still runs when the call is over is waited for.

Exit codes: 0 the call is over and nothing is wrong with it
            1 the call is over and there are findings
            2 bad usage, a bad instance, or a flow that cannot go on
            70 ringonce itself has failed

Examples: ringonce call +81312340087
          ringonce call +81312340001 --press 1,1224#,1900#,2,1 --latency restaurant=7500
`;

function instanceOption(usual: string): Option {
  return new Option("--instance <file>", "the instance file").default(usual);
}

function counterexamplesOption(): Option {
  return new Option(
    "--counterexamples <folder>",
    "where to write a file for each finding, for replay (default: .ringonce/counterexamples/)",
  );
}

function latencyOption(): Option {
  const help = "hold back the answers of an external API until so long after the request; its work is done at once";
  return new Option("--latency <name=ms>", help).argParser(latencies).default({}, "none");
}

function faultOption(): Option {
  const help = `make an external API fail: ${faults.join(", ")}`;
  return new Option("--fault <name=kind>", help).argParser(faultsOf).default({}, "none");
}

function entries(value: string): readonly string[] {
  const all = value.split(",");
  const wrong = all.find((entry) => !/^[0-9*#]*$/.test(entry));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`"${wrong}" has something that is no key of a phone (0-9 * #).`);
  return all;
}

/** "Must be greater than 0, no larger than 8, and an integer" (DG interactions-invokelambdafunction.html). */
const allSeconds = [1, 2, 3, 4, 5, 6, 7, 8];

function secondsRange(value: string): readonly number[] {
  const [, first, last = first] = /^([1-8])(?:-([1-8]))?$/.exec(value) ?? [];
  const from = Number(first);
  if (first === undefined || Number(last) < from)
    throw new InvalidArgumentError("It must be a range within 1-8, such as 5-8.");
  return Array.from({ length: Number(last) - from + 1 }, (_, index) => from + index);
}

function phoneNumber(value: string): string {
  if (!e164.test(value)) throw new InvalidArgumentError("It must be in E.164 form: + and 2 to 15 digits.");
  return value;
}

function latencies(value: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const [name, ms] = assignment(value);
  const number = Number(ms);
  if (ms === "" || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError(`"${ms}" is no number of milliseconds.`);
  return { ...before, [name]: number };
}

function faultsOf(value: string, before: Readonly<Record<string, Fault>>): Readonly<Record<string, Fault>> {
  const [name, kind] = assignment(value);
  const fault = faults.find((one) => one === kind);
  if (fault === undefined) throw new InvalidArgumentError(`"${kind}" is no fault. There are: ${faults.join(", ")}.`);
  return { ...before, [name]: fault };
}

function assignment(value: string): readonly [string, string] {
  const index = value.indexOf("=");
  if (index < 1)
    throw new InvalidArgumentError("It must be the external API's name in the instance file, =, and the value.");
  return [value.slice(0, index), value.slice(index + 1)];
}

function seed(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 4_294_967_295)
    throw new InvalidArgumentError("It must be a whole number from 0 to 4294967295.");
  return number;
}

function count(min: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || !Number.isSafeInteger(number))
      throw new InvalidArgumentError(`It must be a whole number, at least ${min}.`);
    return number;
  };
}

function shard(value: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  if (of === undefined || Number(index) < 1 || Number(index) > Number(of) || !Number.isSafeInteger(Number(of)))
    throw new InvalidArgumentError("It must be I/N, such as 3/8: the third of eight shards.");
  return { index: Number(index), of: Number(of) };
}

function port(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65_535) throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  return number;
}
