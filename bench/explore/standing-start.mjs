// Prints how long it took a new process to find the first double execution of the naive line: the search alone, with
// loading the modules, and with the start of Node.js.
const startedAt = performance.now();
const { Exploration } = await import(new URL("../../dist/simulate/explore/exploration.js", import.meta.url).href);
const { SystemClock } = await import(new URL("../../dist/clock/system.js", import.meta.url).href);
const { naiveLine, playModel } = await import(new URL("../../dist/simulate/model/line.js", import.meta.url).href);

const loadedAt = performance.now();
const { number, from, presses, instance } = naiveLine;
const exploration = new Exploration({
  subject: { instance: "model", number, from, presses, seed: 1 },
  ringonce: "bench",
  run: (/** @type {any} */ choices) => playModel(naiveLine, choices),
  flows: instance.flows,
  clock: new SystemClock(),
});
for await (const { found } of exploration.play()) if (found?.type === "duplicate-execution") break;
const foundAt = performance.now();
console.log(
  JSON.stringify({
    searchMs: foundAt - loadedAt,
    withLoadingMs: foundAt - startedAt,
    processMs: foundAt,
    runs: exploration.report.runs,
  }),
);
