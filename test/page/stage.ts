import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { test as anyTest } from "vitest";
import { executablePath, howToGetOne, launch } from "../../scripts/browser.mjs";
import type { JournalEvent } from "../../src/journal/event.ts";
import { readJournal } from "../../src/journal/file.ts";
import { dial as call, main, printedUrl, scratch } from "../ringonce.ts";

if (executablePath === undefined) process.stderr.write(`\n${howToGetOne}\n\n`);

export const naive = "+81312341001";
export const safe = "+81312341003";
/** 24 December at 19:00 for two, and yes. */
export const reservation = ["1", "1224#", "1900#", "2", "1"];

/** The sample's line that is up, and a browser before it. */
export interface Stage {
  /** The record of a call of the naive line before a slow API, which is there already. */
  readonly earlier: readonly JournalEvent[];
  readonly url: string;
  readonly browser: Browser;
  /** What the pages complained about: a script that fails, a policy that is violated. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

let stage: (Stage & { readonly complain: (text: string) => void }) | undefined;

/** Starts the line and the browser. */
export async function openStage(): Promise<Stage> {
  const slow = ["--clock", "simulated", "--press", reservation.join(), "--latency", "restaurant=7500"];
  const [server, browser, { journal }] = await Promise.all([startServer(), launch(), call(naive, ...slow)]);
  const complaints: string[] = [];
  stage = {
    earlier: readJournal(join(scratch, journal)),
    url: server.url,
    browser,
    complaints,
    complain: (text) => complaints.push(text),
    close: async () => {
      await browser.close();
      server.process.kill("SIGTERM");
      await once(server.process, "close");
    },
  };
  return stage;
}

/** Opens pages of its own for a test, in English unless it is said otherwise, and closes them after it. */
type Open = (options?: BrowserContextOptions, address?: string, before?: string) => Promise<Page>;

/** A test with pages of its own. */
export const test = anyTest.extend<{ readonly open: Open }>({
  open: async ({ task: _task }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}, address = stage?.url ?? "", before = "") => {
      if (stage === undefined) throw new Error("no line is up");
      const { browser, complain } = stage;
      const context = await browser.newContext({ locale: "en-US", ...options });
      contexts.push(context);
      await context.addInitScript(before);
      const page = await context.newPage();
      page.on("pageerror", (error) => complain(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complain(message.text());
      });
      await page.goto(address);
      await page.locator(".calls a").first().waitFor();
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

async function startServer(): Promise<{ readonly process: ChildProcess; readonly url: string }> {
  mkdirSync(scratch, { recursive: true });
  const started = spawn(process.execPath, [main, "start", "--port", "0"], {
    cwd: scratch,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { process: started, url: await printedUrl(started.stdout) };
}

/** While `ringonce show` shows a journal. */
export async function whileShown(path: string, look: (address: string) => Promise<void>): Promise<void> {
  const shown = spawn(process.execPath, [main, "show", path], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await look(await printedUrl(shown.stdout));
  } finally {
    shown.kill("SIGTERM");
    await once(shown, "close");
  }
}

/** Dials as a person would, with the answers of the API held back so long. */
export async function dial(
  page: Page,
  number: string,
  latencyMs: number,
  time: "real time" | "simulated, at once" = "real time",
): Promise<void> {
  await page.getByRole("radio", { name: number }).check();
  await page.locator("summary").click();
  await page.locator('select[name="speed"]').selectOption(time);
  await page.getByLabel(/answer after/).fill(String(latencyMs));
  await page.getByRole("button", { name: "Call", exact: true }).click();
}

/** Waits until the line asks for something else than before, and presses the keys. */
export async function press(page: Page, keys: string): Promise<void> {
  // What is shown may lag behind: once the line has spoken after the last keys, it is the next thing that it asks for.
  await page.locator(".conversation p:last-child.line").waitFor();
  const turns = await page.locator(".conversation .you").count();
  await page.locator(".listens", { hasText: "waits" }).waitFor();
  for (const key of keys) await page.keyboard.press(key);
  await page.locator(".conversation .you").nth(turns).waitFor();
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** What axe finds against WCAG 2.2 AA and its best practices, target sizes included. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results: AxeResults = await page.evaluate(
    'axe.run(document, { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] })',
  );
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
}
