// Prints how long it took a new process to find the first double execution of the sample's naive line, with its real
// handler and its real API: from the start of Node.js on.
import { compiled } from "../compiled.mjs";
import { from, naive, sample } from "./lines.mjs";

const { lookForPython } = await compiled("lambda/runtimes");
const [{ RealLine }, { Exploration }, { SystemClock }] = await Promise.all([
  ...["simulate/real-line", "simulate/explore/exploration", "clock/system"].map(compiled),
  lookForPython(), // As the command does.
]);
const instance = await sample();
const subject = { instance: "sample", ...naive, from, seed: 1 };
const line = await RealLine.open({ ...subject, instance });
const openedMs = performance.now();
const exploration = new Exploration({
  subject,
  run: (/** @type {any} */ choices) => line.play(choices),
  flows: instance.flows,
  clock: new SystemClock(),
});
for await (const { found } of exploration.play()) if (found?.type === "duplicate-execution") break;
console.log(JSON.stringify({ openedMs, foundMs: performance.now(), runs: exploration.report.runs }));
await line.close();
