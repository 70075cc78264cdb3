import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { test as anyTest, describe, expect, inject } from "vitest";
import type { JournalEvent } from "../../src/journal/event.ts";
import { readJournal } from "../../src/journal/file.ts";
import type { Shared } from "./shared.ts";

/** The line that is up, and what it knows already. Thrown where there is no browser: nothing is tested there. */
export function stage(): Shared {
  const shared = inject("shared");
  if (shared === undefined) throw new Error("there is no browser");
  return shared;
}

/** The record of a call of the naive line before a slow API. */
export const earlierCall = (): readonly JournalEvent[] => readJournal(stage().earlier);

/** Tests that need a browser; left out where there is none. */
export const describePage = describe.skipIf(inject("shared") === undefined);

/** Opens pages of its own for a test, in English unless it is said otherwise, and closes them after it. */
type Open = (options?: BrowserContextOptions, address?: string, before?: string) => Promise<Page>;

interface Fixtures {
  readonly browser: Browser;
  /** What the test's pages complain about: a script that fails, a policy that is violated. Who expects it takes it out. */
  readonly complaints: string[];
  readonly open: Open;
}

/** A test with pages of its own, of which none may complain. */
export const test = anyTest.extend<Fixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
    async ({}, use) => {
      const browser = await chromium.connect(stage().browser);
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  complaints: async ({ task: _task }, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints).toEqual([]);
  },
  open: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}, address = stage().url, before = "") => {
      const context = await browser.newContext({ locale: "en-US", ...options });
      contexts.push(context);
      await context.addInitScript(before);
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(address);
      await page.locator(".calls a").first().waitFor();
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** What axe finds against WCAG 2.2 AA and its best practices, target sizes included; and what has no name for who does not see it. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results: AxeResults = await page.evaluate(
    'axe.run(document, { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] })',
  );
  const found = results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
  return [...found, ...(await unnamed(page))];
}

/** Whatever can be used and has no name in the browser's own accessibility tree: axe reads names out of what the browser leaves out. */
async function unnamed(page: Page): Promise<readonly string[]> {
  const browser = await page.context().newCDPSession(page);
  const { nodes } = await browser.send("Accessibility.getFullAXTree");
  await browser.detach();
  return nodes
    .filter(({ ignored, role, name }) => !ignored && used.includes(role?.value) && !name?.value?.trim())
    .map(({ role }) => `a ${role?.value} without a name`);
}

const used = ["button", "link", "tab", "checkbox", "radio", "textbox", "combobox", "slider", "spinbutton"];
