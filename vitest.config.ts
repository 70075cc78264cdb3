import { defineConfig } from "vitest/config";

/** Fills the machine on purpose, and tells what a caller hears within the protocol's seconds: nothing else may run beside it. */
const alone = ["test/calls/many-calls.test.ts"];
const page = ["test/page/*.test.ts"];

export default defineConfig({
  test: {
    reporters: ["default", ["json", { outputFile: "test-results/report.json" }]],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Golden files are rewritten with UPDATE=1 only, and then reviewed as a diff.
    update: process.env.UPDATE === "1" ? "all" : "none",
    projects: [
      // Much of the time goes by waiting for the protocol's own seconds: two files at a time, also on two cores. With three the
      // real time-outs in them no longer get their due.
      {
        extends: true,
        test: {
          name: "rooms",
          include: ["src/**/*.test.ts"],
          // What they import is loaded once: half of the time that a hundred small files take goes into loading it.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "whole calls and sample",
          include: ["test/**/*.test.ts", "sample/**/*.test.ts"],
          exclude: [...page, ...alone],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "page",
          include: page,
          globalSetup: "test/page/shared.ts",
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      { extends: true, test: { name: "alone", include: alone, maxWorkers: 1, sequence: { groupOrder: 3 } } },
    ],
  },
});
