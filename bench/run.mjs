// npm run bench -- [benchmark] [options]: compiles src/, then runs one benchmark of this folder.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const benchmarks = ["invoke", "explore", "spin", "simulate", "page"];
const [name = "", ...options] = process.argv.slice(2);
if (!benchmarks.includes(name)) {
  console.error(
    `Usage: npm run bench -- <benchmark> [options]\nBenchmarks: ${benchmarks.join(", ")} (bench/README.md)`,
  );
  process.exit(2);
}

const build = spawnSync(process.execPath, [join(import.meta.dirname, "../scripts/build.mjs")], { stdio: "inherit" });
if (build.status !== 0) process.exit(build.status ?? 1);
const { run } = await import(`./${name}/main.mjs`);
await run(options);
