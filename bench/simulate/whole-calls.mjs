/*
 * How many whole calls a line with its real handler plays in a second: undisturbed ones, one after the other, with the
 * environment warm. Its arguments are one of handlers/ and how many calls to count. With --expose-gc it also says what
 * memory this process and those below it have before and after.
 */
import { compiled } from "../compiled.mjs";
import { residentMb } from "../machine.mjs";
import { from, lineOf, sleepSeven } from "./lines.mjs";

const warmUp = 300;

const [, , handler = "", calls] = process.argv;
const [{ RealLine }, { following }] = await Promise.all(["simulate/real-line", "simulate/choices"].map(compiled));
const instance = await lineOf(handler);
const line = await RealLine.open({ instance, number: sleepSeven, from, presses: [], seed: 1 });
for (let call = 0; call < warmUp; call++) await line.play(following([]));
const memory = await memoryMb();
const startedAt = performance.now();
for (let call = 0; call < Number(calls); call++) await line.play(following([]));
const ms = performance.now() - startedAt;
console.log(JSON.stringify({ perSecond: (Number(calls) / ms) * 1_000, memoryMb: [memory, await memoryMb()] }));
await line.close();

async function memoryMb() {
  if (globalThis.gc === undefined) return undefined;
  globalThis.gc();
  return { heap: process.memoryUsage().heapUsed / 2 ** 20, resident: await residentMb() };
}
