/*
 * Takes the pictures of the page that the documents show, in English and in Japanese: docs/images/*.png and *.ja.png.
 *
 *     npm run docs:screenshots
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executablePath, howToGetOne, launch } from "./browser.mjs";

const root = join(import.meta.dirname, "..");
/** 24 December at 19:00 for two, and yes. */
const reservation = ["1", "1224#", "1900#", "2", "1"];

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ readonly en: string, readonly ja: string }} InBoth */

/** In the interface's languages. */
const names = {
  timeline: { en: "Timeline", ja: "タイムライン" },
  map: { en: "Flow map", ja: "フロー図" },
  logs: { en: "Logs", ja: "ログ" },
  call: { en: "Call", ja: "発信" },
};

if (executablePath === undefined) throw new Error(howToGetOne);
const browser = await launch();
try {
  for (const language of /** @type {const} */ (["en", "ja"])) await onNewLine((url) => takeAll(url, language));
} finally {
  await browser.close();
}

/** A line whose restaurant has no reservation yet. @param {(url: string) => Promise<void>} look */
async function onNewLine(look) {
  const folder = mkdtempSync(join(tmpdir(), "ringonce-screenshots-"));
  const main = join(root, "dist/cli/main.js");
  const server = spawn(process.execPath, [main, "start", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await look(await printedUrl(server.stdout));
  } finally {
    server.kill("SIGTERM");
    await once(server, "close");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} url @param {"en" | "ja"} language */
async function takeAll(url, language) {
  const number = language === "en" ? "+81312341001" : "+81312340001";
  /** @param {Page} page @param {string} name */
  const take = async (page, name) => {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300); // What moves has arrived.
    const path = join(root, `docs/images/${name}${language === "en" ? "" : `.${language}`}.png`);
    await page.screenshot({ path });
    process.stdout.write(`${path}\n`);
  };
  const wide = { viewport: { width: 1_300, height: 940 } };
  const page = await opened(url, language, wide);

  await dial(page, number, language);
  for (const keys of reservation.slice(0, -1)) await press(page, keys);
  await page.getByRole("tab", { name: names.map[language] }).click();
  await page.locator(".current").waitFor();
  await take(page, "call");
  await page.locator(".phone").focus();
  await press(page, "1");
  await page.locator(".findings li").nth(2).waitFor();
  await page.locator(".calls .found").waitFor();
  await page.getByRole("tab", { name: names.timeline[language] }).click();
  await take(page, "timeline");
  await page.getByRole("tab", { name: names.map[language] }).click();
  await page.locator(".marked").waitFor();
  await take(page, "flow-map");
  await page.getByRole("tab", { name: names.logs[language] }).click();
  await page.locator(".entries pre").first().waitFor();
  await take(page, "logs");
  await page.locator("main .what-if-link").click();
  await page.locator(".sweep button").click();
  await page.locator(".cells td a").nth(47).waitFor({ timeout: 120_000 });
  await take(page, "what-if");
  await page.locator(".listings a").first().click();
  await page.locator(".listed tbody tr").first().waitFor();
  await take(page, "data");

  const phone = await opened(url, language, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  await dial(phone, number, language);
  await press(phone, "1");
  await phone.locator(".listens", { hasText: /./ }).waitFor();
  await take(phone, "phone");
  await phone.locator(".hang-up").click();
  await phone.context().close();
  await page.context().close();
}

/** @param {string} url @param {"en" | "ja"} language @param {import("playwright-core").BrowserContextOptions} options */
async function opened(url, language, options) {
  const context = await browser.newContext({ locale: language, ...options });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator(".numbers").waitFor();
  return page;
}

/** In simulated time, before an API that takes 7.5 s. @param {Page} page @param {string} number @param {"en" | "ja"} language */
async function dial(page, number, language) {
  await page.locator(`input[value="${number}"]`).check();
  await page.locator('select[name="speed"]').selectOption("30");
  await page.locator("summary").click();
  await page.locator('input[name="latency restaurant"]').fill("7500");
  await page.getByRole("button", { name: names.call[language], exact: true }).click();
}

/** @param {Page} page @param {string} keys */
async function press(page, keys) {
  await page.locator(".listens", { hasText: /./ }).waitFor();
  const turns = await page.locator(".conversation .you").count();
  await page.waitForTimeout(800); // As if somebody had listened.
  await page.locator(".phone").focus();
  for (const key of keys) await page.keyboard.press(key);
  await page.locator(".conversation .you").nth(turns).waitFor();
}

/** @param {import("node:stream").Readable} output */
async function printedUrl(output) {
  for await (const chunk of output) {
    const [url] = /http:\S+/.exec(String(chunk)) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error("ringonce start has printed no address");
}
