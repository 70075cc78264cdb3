import { writeFileSync } from "node:fs";
import type { Millis } from "../clock/clock.ts";
import { answeringFlow } from "../connect/answering-flow.ts";
import type { Fault } from "../external/fault.ts";
import { sweep as play } from "../simulate/sweep.ts";
import { sweepSvg } from "../simulate/sweep-svg.ts";
import { sweepText } from "../simulate/sweep-text.ts";
import { conditionsOf } from "./conditions.ts";
import { openInstance } from "./open-instance.ts";
import { writing } from "./writing.ts";

export interface SweepCommandOptions {
  readonly instance: string;
  readonly press: readonly string[];
  readonly from: string;
  readonly latency: Readonly<Record<string, Millis>>;
  readonly fault: Readonly<Record<string, Fault>>;
  readonly seed: number;
  readonly blocks: readonly number[];
  readonly functions: readonly number[];
  readonly json?: boolean;
  readonly svg?: string;
}

/** `ringonce sweep`: the call once for every pair of time-outs, in simulated time. */
export async function sweep(number: string, options: SweepCommandOptions): Promise<number> {
  const instance = openInstance(options.instance);
  answeringFlow(instance, number);
  const { from, press: presses, seed, blocks, functions } = options;
  const total = blocks.length * functions.length;
  let played = 0;
  const cells = await play({
    ...{ instance, number, from, presses, seed, blocks, functions },
    conditions: conditionsOf(instance, options),
    played: () => {
      played += 1;
      if (process.stderr.isTTY) process.stderr.write(`\r${played} of ${total} calls`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  const { svg } = options;
  if (svg !== undefined) {
    writing("svg", svg, () => writeFileSync(svg, sweepSvg(cells, `${number} under ${total} pairs of time-outs`)));
  }
  process.stdout.write(
    options.json === true ? `${JSON.stringify({ number, cells }, null, 2)}\n` : `${sweepText(cells)}\n`,
  );
  return cells.some(({ findings }) => findings.length > 0) ? 1 : 0;
}
