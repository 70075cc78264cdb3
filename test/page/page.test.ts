import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { JournalEvent } from "../../src/journal/event.ts";
import { scratch } from "../ringonce.ts";
import { called, dial, naive, press, reservation, safe } from "./calls.ts";
import { whileShown } from "./line.ts";
import { describePage, earlierCall, stage, test, violations } from "./stage.ts";

/** Counts how often the page begins to say that nothing is open. */
const nothingCounter = `
  globalThis.nothing = 0;
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const { textContent } of addedNodes) if (textContent.includes("Nothing is open")) nothing += 1;
  }).observe(document.body, { childList: true, subtree: true });
`;

/** A voice for a browser that has none: it keeps what it is to say, and is done when it is told so. */
const voice = `
  globalThis.spoken = [];
  Object.defineProperty(window, "speechSynthesis", {
    value: Object.assign(new EventTarget(), {
      getVoices: () => [{ lang: "en-US" }],
      speak: (utterance) => spoken.push(utterance),
      cancel: () => {},
    }),
  });
  globalThis.SpeechSynthesisUtterance = function (text) { this.text = text; };
`;

describePage("the page", () => {
  test.concurrent("the naive line before a slow API: two attempts, and the page says that the API did what the call went on without", async ({
    open,
  }) => {
    const page = await open();
    // The function is warm, as in a line that is in use: on a busy machine a cold start outlasts the second that a block of
    // 8 s has left after a time-out of 7 s, and then nothing is retried.
    await called(stage().url, naive, "+819011110009");
    await dial(page, naive, 7_500);
    for (const keys of reservation) await press(page, keys);
    await page.getByRole("button", { name: /^#1 reserve-naive/ }).waitFor();
    await page.locator(".findings", { hasText: /the call went on as if it had failed/ }).waitFor({ timeout: 20_000 });
    expect(await page.getByRole("button", { name: /^#\d reserve-naive/ }).count()).toBe(2);
    await page.getByRole("button", { name: /the same request again; the API answers 409/ }).waitFor();
  });

  test.concurrent("the safe line: one attempt, and nothing went wrong", async ({ open }) => {
    const page = await open();
    await dial(page, safe, 0);
    for (const keys of ["1", "1225#", "1900#", "2", "1"]) await press(page, keys);
    await page.getByText("Nothing went wrong in this call.").waitFor({ timeout: 30_000 });
    expect(await page.getByRole("button", { name: /^#\d reserve(?!-)/ }).count()).toBe(1);
    await page.locator(".calls").getByText("no findings").first().waitFor();
  });

  test.concurrent("loading the page again in the middle of a call shows all of it, and the call goes on", async ({
    open,
  }) => {
    const page = await open();
    await dial(page, naive, 0);
    await press(page, "1");
    await page.locator(".conversation .you").waitFor();
    const before = await page.locator(".conversation").innerText();
    await page.reload();
    await page.locator(".conversation .you").waitFor();
    expect(await page.locator(".conversation").innerText()).toContain(before);
    await page.keyboard.press("9"); // Nothing has the focus now.
    await page.locator(".conversation").getByText("9", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Hang up" }).click();
    await page
      .getByText(/the caller hung up \(/)
      .first()
      .waitFor();
  });

  test.concurrent("a call that goes on while another one is read can be come back to, and ended", async ({ open }) => {
    const page = await open();
    const earlier = page.locator(".calls a", { hasText: "3 findings" }).last();
    await earlier.click();
    await page.locator(".row.finding").waitFor();
    await page.evaluate(nothingCounter);
    await page.getByLabel("Calling from").fill("+819011110021");
    await dial(page, naive, 0);
    await page.locator(".conversation p").first().waitFor();
    expect(await page.evaluate("nothing")).toBe(0); // Between two calls nobody is told that nothing is open.
    await page.locator(".calls .going-on").first().waitFor();
    await earlier.click();
    await page.getByText("Call in progress:").waitFor();
    await page.getByRole("link", { name: "Back to the call" }).click();
    await page.locator(".call-head", { hasText: "+819011110021" }).waitFor();
    expect(await page.getByText("Call in progress:").count()).toBe(0);
    await press(page, "1");
    await earlier.click();
    await page.getByRole("button", { name: "Hang up" }).click();
    await page.getByText("Call in progress:").waitFor({ state: "detached" });
  });

  test.concurrent("a call can be made and read with the keyboard alone", async ({ open }) => {
    const page = await open();
    await page.getByRole("radio").first().focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Hang up" }).waitFor();
    await press(page, "1");
    await tabTo(page, "Hang up");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Call", exact: true }).waitFor();
    await tabTo(page, /^caller/);
    await page.keyboard.press("ArrowRight");
    await page.locator(".record").getByText("message.started").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator(".record").getByText("action.started").waitFor();
  });

  test.concurrent("with a voice the prompt is spoken, and the line waits until it has been", async ({
    open,
    expect,
  }) => {
    const page = await open({}, stage().url, voice);
    await page.getByLabel("Speak prompts aloud").check();
    await dial(page, naive, 0);
    await expect.poll(() => page.evaluate("spoken.length")).toBe(1);
    const shown = await page.locator(".conversation .line [lang]").innerText();
    expect(await page.evaluate("[spoken[0].lang, spoken[0].text]")).toEqual(["en-US", shown]);
    await page.evaluate("spoken[0].onend()");
    await page.locator(".conversation p").nth(1).waitFor();
    await page.getByRole("button", { name: "Hang up" }).click();
  });

  test.concurrent("an earlier call is still there, with its findings where they happened and its logs", async ({
    open,
  }) => {
    const page = await open();
    await page.locator(".calls a", { hasText: "3 findings" }).last().click();
    await page
      .getByText(/The restaurant API was asked to do the same thing twice/)
      .first()
      .waitFor();
    const tops = await page.locator(".row").evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top));
    const heights = tops.slice(1).map((top, index) => Math.round(top - (tops[index] ?? 0)));
    expect(new Set(heights).size).toBe(1); // One below the other, and none is covered.
    await page.getByRole("button", { name: /^\d+\.\d s The flow went on without reserve-naive \(attempt 2\)/ }).click();
    await page.locator(".row.evidence", { hasText: "#2 reserve-naive" }).waitFor();
    await page.getByRole("button", { name: /^#2 reserve-naive.*nobody waits for it/ }).hover();
    await page.locator(".record").getByText("attempt.finished").waitFor();
    for (const zoom of ["Zoom in", "Zoom in", "Zoom in"]) await page.getByRole("button", { name: zoom }).click();
    // From the middle of the block, far behind its start, its words are still to be read.
    const lanes = page.locator(".lanes");
    await lanes.evaluate((scroller) => scroller.scrollTo(scroller.scrollWidth / 3, 0));
    const words = await page.locator(".row.block .words").boundingBox();
    expect(words?.x).toBeGreaterThan((await lanes.boundingBox())?.x ?? Number.NaN);
    await page.getByRole("tab", { name: "Logs" }).click();
    await page
      .getByText(/Task timed out after 7\.00 seconds/)
      .first()
      .waitFor();
    await page.getByRole("tab", { name: "/aws/lambda/reserve-naive" }).press("ArrowLeft");
    await page.getByRole("tabpanel", { name: "/aws/connect/sakura" }).waitFor();
    await page
      .getByText(/"ContactFlowModuleType":"InvokeExternalResource"/)
      .first()
      .waitFor();
  });

  test("a journal of 10,000 events is open at once", async ({ open }) => {
    const page = await open();
    const path = join(scratch, "long.jsonl");
    writeFileSync(
      path,
      longJournal(10_000)
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(""),
    );
    const ms = await openedWithin(page, path);
    // Four times the promised second, for a machine that runs everything at once.
    process.stdout.write(`a journal of 10,000 events was open after ${Math.round(ms)} ms\n`);
    expect(ms).toBeLessThan(4_000);
  });

  test.concurrent("a file that is no journal is refused with a reason", async ({ open }) => {
    const page = await open();
    const path = join(scratch, "no-journal.jsonl");
    writeFileSync(path, "hello\n");
    await page.getByLabel(/Open a journal file/).setInputFiles(path);
    await page.getByRole("alert").getByText("line 1 is not JSON").waitFor();
  });

  test.concurrent("ringonce show opens one journal, and nothing can be dialled there", async ({ open }) => {
    const path = join(scratch, "shown.jsonl");
    writeFileSync(
      path,
      longJournal(200)
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(""),
    );
    await whileShown(path, async (address) => {
      expect(address).toContain(basename(path));
      const page = await open({}, address);
      await page
        .getByRole("button", { name: /^#1 reserve-naive/ })
        .first()
        .waitFor();
      expect(await page.getByRole("button", { name: "Call", exact: true }).count()).toBe(0);
      await page.close(); // Before its server is gone.
    });
  });

  test.concurrent.for([
    { colorScheme: "light", locale: "en-US", width: 1_400 },
    { colorScheme: "dark", locale: "ja-JP", width: 360 },
  ] as const)("everybody can use every view: %j", async ({ colorScheme, locale, width }, { open }) => {
    const page = await open({ colorScheme, locale, viewport: { width, height: 800 } });
    expect(await violations(page)).toEqual([]);
    await page.locator("summary").click();
    await page.getByRole("button", { name: /^(Call|発信)$/ }).click();
    await page.locator(".conversation p").first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: /^(Hang up|切る)$/ }).click();
    await page
      .locator(".calls a", { hasText: /3 findings|問題 3 件/ })
      .last()
      .click();
    await page.locator(".row.finding").waitFor();
    const top = await page.locator("main").evaluate((main) => main.getBoundingClientRect().top);
    expect(top).toBeGreaterThanOrEqual(-1);
    expect(top).toBeLessThanOrEqual(400);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("tab", { name: /^(Logs|ログ)$/ }).click();
    await page.locator(".entries").waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  });

  test.concurrent("a record that broke off says so, and not that nothing went wrong", async ({ open }) => {
    const page = await open();
    const path = join(scratch, "broken-off.jsonl");
    const lines = earlierCall()
      .slice(0, 12)
      .map((event) => JSON.stringify(event));
    writeFileSync(path, `${lines.join("\n")}\n{"at":17954`);
    await page.getByLabel(/Open a journal file/).setInputFiles(path);
    await page.getByText("Nothing had gone wrong when the record broke off.").waitFor();
    await page.getByText("The record's last line is not whole, and was left out.").waitFor();
    expect(await page.getByText("Nothing went wrong in this call.").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  test.concurrent("a file that is no journal is refused in the reader's language, with the line and what to do", async ({
    open,
  }) => {
    const page = await open({ locale: "ja-JP" });
    const path = join(scratch, "another-log.jsonl");
    writeFileSync(path, '{"level":30,"msg":"hello"}\n');
    await page.getByLabel(/ジャーナルファイルを開く/).setInputFiles(path);
    const alert = page.getByRole("alert");
    await alert
      .getByText(/^操作を完了できませんでした。 another-log\.jsonl は ringonce のジャーナルではありません（1 行目が/)
      .waitFor();
    await alert.getByText("選んでください").waitFor();
  });
});

async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const target = page.getByRole("button", { name, exact: true });
  for (let tabs = 0; tabs < 60; tabs++) {
    if ((await target.and(page.locator(":focus")).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the tab key does not lead to ${name}`);
}

/** How long it takes, in the page's own time, from the choice of a file until a lane of it answers to a key. */
async function openedWithin(page: Page, path: string): Promise<number> {
  const input = page.getByLabel(/Open a journal file/);
  await input.evaluate((element) =>
    element.addEventListener("change", () => performance.mark("chosen"), { capture: true }),
  );
  await input.setInputFiles(path);
  await page.locator(".row.caller").press("ArrowDown");
  await page.locator(".record").getByText("action.started").waitFor();
  return page.evaluate(() => performance.now() - (performance.getEntriesByName("chosen")[0]?.startTime ?? 0));
}

/** The slow call, told over and over within one contact, until it has so many events. */
function longJournal(count: number): readonly JournalEvent[] {
  const [opened, initiated, ...rest] = earlierCall();
  if (opened === undefined || initiated === undefined) throw new Error("the slow call was not recorded");
  const end = rest.findIndex(({ type }) => type === "contact.disconnected");
  const round = rest.slice(0, end).filter(({ type }) => type !== "flow.started");
  const roundMs = (rest[end]?.at ?? 0) - initiated.at;
  const events: JournalEvent[] = [opened, initiated];
  for (let turn = 0; events.length < count; turn++)
    for (const event of round) events.push(inTurn(event, turn, turn * roundMs));
  return events.slice(0, count);
}

/** The same event in a later round, as something else of the same call. */
function inTurn(event: JournalEvent, turn: number, laterMs: number): JournalEvent {
  const names = ["id", "invocationId", "attemptId"];
  return JSON.parse(JSON.stringify(event), (key, value) =>
    key === "at" ? value + laterMs : names.includes(key) ? `${value}-${turn}` : value,
  );
}
