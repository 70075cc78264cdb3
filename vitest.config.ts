import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "sample/**/*.test.ts"],
    reporters: ["default", ["json", { outputFile: "test-results/report.json" }]],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Most of the time goes by waiting for the protocol's own seconds: two files at a time, also on two cores.
    maxWorkers: 2,
    // Golden files are rewritten with UPDATE=1 only, and then reviewed as a diff.
    update: process.env.UPDATE === "1" ? "all" : "none",
  },
});
