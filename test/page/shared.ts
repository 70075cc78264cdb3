import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { executablePath, howToGetOne, launchServer } from "../../scripts/browser.mjs";
import { dial, scratch } from "../ringonce.ts";
import { naive, reservation } from "./calls.ts";
import { startLine } from "./line.ts";

/** What all files of these tests share, so that each of them need not start it. */
export interface Shared {
  /** Where the browser can be had. */
  readonly browser: string;
  /** The sample's line that is up. */
  readonly url: string;
  /** Where it keeps its records. */
  readonly folder: string;
  /** The path of the record of a call of the naive line before a slow API, which is there already. */
  readonly earlier: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** Undefined: this machine has no browser. */
    readonly shared: Shared | undefined;
  }
}

/** Starts it before the first file, and ends it after the last. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  if (executablePath === undefined) {
    process.stderr.write(`\n${howToGetOne}\n\n`);
    project.provide("shared", undefined);
    return async () => {};
  }
  const slow = ["--clock", "simulated", "--press", reservation.join(), "--latency", "restaurant=7500"];
  const [browser, line, { journal }] = await Promise.all([launchServer(), startLine(scratch), dial(naive, ...slow)]);
  project.provide("shared", {
    browser: browser.wsEndpoint(),
    url: line.url,
    folder: scratch,
    earlier: join(scratch, journal),
  });
  return async () => {
    await browser.close();
    await line.stop();
  };
}
