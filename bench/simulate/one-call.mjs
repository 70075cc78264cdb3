/*
 * The same call once in real time and several times in simulated time, each on a bench of its own: from Bench.open to the
 * end of Bench.close. Its argument is one of handlers/, or nothing for the sample's function in Python.
 */
import { compiled } from "../compiled.mjs";
import { from, lineOf, sample, sleepSeven } from "./lines.mjs";

const simulatedCalls = 10;

const [, , handler] = process.argv;
const [{ Bench }, { Journal }, { SystemClock }, { systemChance }, { simulatedTime }, { ScriptedCaller }] =
  await Promise.all(
    [
      "connect/bench",
      "journal/journal",
      "clock/system",
      "clock/chance",
      "simulate/simulated-time",
      "simulate/scripted-caller",
    ].map(compiled),
  );
const instance = handler === undefined ? await sample() : await lineOf(handler);

await call(simulatedTime(1)); // What is loaded at its first use; not counted.
const simulatedMs = [];
const realMs = await call({ clock: new SystemClock(), chance: systemChance });
for (let count = 0; count < simulatedCalls; count++) simulatedMs.push(await call(simulatedTime(1)));
console.log(JSON.stringify({ simulatedMs, realMs }));

/** @param {{ clock: any, chance: any }} time */
async function call({ clock, chance }) {
  const startedAt = performance.now();
  const bench = await Bench.open({ instance, number: sleepSeven, clock, chance, journal: new Journal() });
  await new Promise((ended) => {
    const participant = new ScriptedCaller(clock, [], () => ended(undefined));
    bench.dial({ to: sleepSeven, from, participant });
  });
  await bench.settled();
  await bench.close();
  return performance.now() - startedAt;
}
