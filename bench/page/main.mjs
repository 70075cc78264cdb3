/*
 * How long it takes until an event of a call is seen in the page, with many pages and many calls at once. bench/README.md
 * says how to read it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { executablePath, howToGetOne, launch } from "../../scripts/browser.mjs";
import { describeMachine, loadAverage, quiet } from "../machine.mjs";
import { median, percentile } from "../statistics.mjs";
import { timesSeen } from "./times-seen.mjs";

const pagesAtOnce = 50;
const callsAtOnce = 10;
const waitMsMax = 60_000;
/** The naive line in English: 24 December at 19:00 for two, and yes. */
const number = "+81312341001";
const presses = ["1", "1224#", "1900#", "2", "1"];
/** The promise: what happens reaches every page within this, in the middle. */
const medianMsMax = 200;

/** @typedef {{ at: number, there: number, drawn?: number }} Seen */

export async function run() {
  if (executablePath === undefined) throw new Error(howToGetOne);
  const folder = mkdtempSync(join(tmpdir(), "ringonce-bench-"));
  const main = join(import.meta.dirname, "../../dist/cli/main.js");
  const server = spawn(process.execPath, [main, "start", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const browser = await launch();
  try {
    const url = await printedUrl(server.stdout);
    console.log(`Opening ${pagesAtOnce} pages`);
    const pages = [];
    const context = await browser.newContext();
    await context.addInitScript(timesSeen);
    for (let page = 0; page < pagesAtOnce; page++) {
      const opened = await context.newPage();
      await opened.goto(url);
      pages.push(opened);
    }
    const isQuiet = await quiet(waitMsMax);
    const loadBefore = loadAverage();
    console.log(`Making ${callsAtOnce} calls`);
    const calls = await Promise.all(Array.from({ length: callsAtOnce }, (_, call) => dial(url, call)));
    await Promise.all([
      ...pages.map((page, index) =>
        page.evaluate(`location.hash = ${JSON.stringify(calls[index % callsAtOnce]?.hash)}`),
      ),
      ...calls.map((call) => call.over),
    ]);
    await sleep(1_000); // What came last is drawn by then.
    /** @type {Seen[]} */
    const seen = (await Promise.all(pages.map((page) => page.evaluate("timesSeen()")))).flat();
    write(report(seen, { isQuiet, loadBefore, chromium: browser.version() }));
  } finally {
    await browser.close();
    server.kill("SIGTERM");
    await once(server, "close");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes a call by hand and presses a key or more whenever the line waits. @param {string} url @param {number} index */
async function dial(url, index) {
  const from = `+8190000000${String(index).padStart(2, "0")}`;
  const response = await fetch(`${url}/phones`, { method: "POST", body: JSON.stringify({ number, from }) });
  /** @type {any} */
  const { contactId, journal } = await response.json();
  const following = new WebSocket(`${url.replace("http", "ws")}/calls/${contactId}/events`);
  const left = [...presses];
  following.on("message", (data) => {
    const { event } = JSON.parse(String(data));
    if (event?.type !== "input.started") return;
    const keys = left.shift();
    if (keys === undefined) return;
    fetch(`${url}/phones/${contactId}/keys`, { method: "POST", body: JSON.stringify({ keys }) }).catch(() => {});
  });
  return { hash: `#/journals/${encodeURIComponent(journal)}/${contactId}`, over: once(following, "close") };
}

/** @param {readonly Seen[]} seen @param {{ isQuiet: boolean, loadBefore: number, chromium: string }} circumstances */
function report(seen, { isQuiet, loadBefore, chromium }) {
  const drawn = seen.flatMap(({ at, drawn }) => (drawn === undefined ? [] : [drawn - at]));
  return {
    date: new Date().toISOString(),
    command: "npm run bench -- page",
    machine: describeMachine(),
    versions: { node: process.version, chromium },
    ...{ isQuiet, loadBefore, loadAfter: loadAverage(), pages: pagesAtOnce, calls: callsAtOnce },
    ...{ events: seen.length, neverDrawn: seen.length - drawn.length },
    thereMs: figures(seen.map(({ at, there }) => there - at)),
    drawnMs: figures(drawn),
    medianMsMax,
  };
}

/** @param {readonly number[]} values */
function figures(values) {
  return {
    min: Math.min(...values),
    median: median(values),
    p95: percentile(values, 0.95),
    max: Math.max(...values),
  };
}

/** @param {any} report */
function write(report) {
  const { date, machine, versions, pages, calls, events, neverDrawn, isQuiet, loadBefore, thereMs, drawnMs } = report;
  /** @param {string} title @param {ReturnType<typeof figures>} figures */
  const row = (title, { min, median, p95, max }) =>
    `| ${title} | ${[min, median, p95, max].map((ms) => ms.toFixed(1)).join(" | ")} |`;
  const text = `# page: how live the page is

${date}, ${machine.cpu}, ${machine.cores} cores, Node.js ${versions.node}, Chromium ${versions.chromium};
${pages} pages before ${calls} calls at once, ${events} events seen, ${neverDrawn} of them never drawn; the machine was
${isQuiet ? "quiet" : `busy with something else (load ${loadBefore.toFixed(1)})`} before

| ms from the event on | min | median | p95 | max |
| --- | --- | --- | --- | --- |
${row("there", thereMs)}
${row("drawn", drawnMs)}

The median until it is there is to be below ${medianMsMax} ms: ${thereMs.median < medianMsMax ? "it is" : "it is NOT"}. When it
is drawn depends on how many pages share the machine: here ${pages} share ${machine.cores} cores, and one process paints them all.
`;
  console.log(text);
  const folder = join(import.meta.dirname, "../results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "page.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(folder, "page.md"), text);
  console.log("Written to bench/results/page.md and page.json.");
}

/** @param {import("node:stream").Readable} stdout @returns {Promise<string>} */
function printedUrl(stdout) {
  return new Promise((resolve, reject) => {
    let text = "";
    stdout.on("data", (chunk) => {
      text += chunk;
      const [found] = /http:\S+/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
    stdout.once("close", () => reject(new Error(`no address was printed: ${text}`)));
  });
}
