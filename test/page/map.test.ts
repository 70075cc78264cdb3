import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { InstanceView } from "../../src/page/protocol.ts";
import { scratch } from "../ringonce.ts";
import { dial, naive } from "./calls.ts";
import { whileShown } from "./line.ts";
import { describePage, earlierCall, stage, test, violations } from "./stage.ts";

describePage("the flow map", () => {
  test.concurrent("while the call goes on the map shows where it is, and which way it came", async ({ open }) => {
    const page = await open();
    await dial(page, naive, 0);
    await showMap(page);
    await page.getByRole("button", { name: /^Get customer input, menu, visited once, current$/ }).waitFor();
    await page.locator('.map-block[data-action="menu"]').and(page.locator(".current")).waitFor();
    await page.getByRole("button", { name: "1", exact: true }).click();
    const date = page.getByRole("button", { name: /^Store customer input, date, visited once, current$/ });
    await date.waitFor();
    expect(await isInSight(page, "date")).toBe(true);
    await page.getByRole("button", { name: /^Get customer input, menu, visited once$/ }).waitFor();
    // logging, voice, greeting, menu, reserve: five lines that are heavier than the others.
    expect(await page.locator(".map-edges > .taken").count()).toBe(5);
    expect(await page.locator('.map-block[data-action="menu"] .exit.taken').textContent()).toBe("1");
    // The panel goes along with the call, until somebody chooses a block.
    await page.getByRole("region", { name: "date", exact: true }).getByText("the call is here").waitFor();
    await page.getByRole("button", { name: "Hang up", exact: true }).click();
  });

  test.concurrent("after the call the Invoke block shows what went wrong there, its parameters, and what came of it", async ({
    open,
  }) => {
    const page = await open();
    await openEarlier(page);
    const invoke = page.getByRole("button", {
      name: "AWS Lambda function, invoke, waits at most 8 s, visited once, 3 findings",
    });
    await invoke.click();
    const panel = page.getByRole("region", { name: "invoke", exact: true });
    await panel.getByText("InvocationTimeLimitSeconds").waitFor();
    await panel.getByText("$.Attributes.date").waitFor();
    await panel.getByText('"date": "1224"').waitFor();
    await panel.getByText("TimeLimitExceeded", { exact: true }).waitFor();
    await panel.getByText(/the call went on as if it had failed/).waitFor();
    await panel.getByRole("button", { name: "failed" }).click();
    await page.getByRole("region", { name: "failed", exact: true }).waitFor();
    expect(await isInSight(page, "failed")).toBe(true);
    expect(await page.locator(".map-edges > .taken-error").count()).toBe(1);
  });

  test.concurrent("the tab key comes to the map once, and the arrow keys lead from block to block", async ({
    open,
    expect,
  }) => {
    const page = await open();
    await openEarlier(page);
    expect(await page.locator('.map-block[tabindex="0"]').count()).toBe(1);
    await page.getByRole("button", { name: "Zoom in" }).focus();
    await page.keyboard.press("Tab");
    await focused(page, "invoke");
    await page.keyboard.press("ArrowLeft");
    await focused(page, "one-moment");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "one-moment", exact: true }).waitFor();
    await page.keyboard.press("Home");
    await focused(page, "logging");
    expect(await isInSight(page, "logging")).toBe(true);
    await page.keyboard.press("End");
    await focused(page, "hang-up");
    const wide = await page.locator(".map-room").evaluate(({ clientWidth }) => clientWidth);
    await page.keyboard.press("0");
    await expect.poll(() => page.locator(".map-room").evaluate(({ clientWidth }) => clientWidth)).toBeLessThan(wide);
    for (const action of ["logging", "hang-up"]) expect(await isInSight(page, action)).toBe(true);
    await page.keyboard.press("Tab");
    expect(await page.locator(".map :focus").count()).toBe(0);
  });

  test.concurrent("whoever looks elsewhere is left there, until they follow the call again", async ({
    open,
    expect,
  }) => {
    const page = await open({ viewport: { width: 1_000, height: 800 } });
    await dial(page, naive, 0);
    await showMap(page);
    const follow = page.getByRole("button", { name: "Follow the call" });
    await page.getByRole("button", { name: /^Get customer input, menu, visited once, current$/ }).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowRight");
    await focused(page, "reserve");
    expect(await follow.getAttribute("aria-pressed")).toBe("false");
    await page.locator(".map").evaluate((map) => map.scrollTo(9_999, 9_999));
    await page.getByRole("button", { name: "1", exact: true }).click();
    await page.locator('.map-block.current[data-action="date"]').waitFor();
    expect(await isInSight(page, "date")).toBe(false);
    await follow.click();
    await expect.poll(() => isInSight(page, "date")).toBe(true);
    await page.getByRole("button", { name: "Hang up", exact: true }).click();
  });

  test.concurrent("a call that went through two flows has a map of each", async ({ open }) => {
    const page = await open();
    const line: InstanceView = await (await page.request.get(new URL("/instance", stage().url).href)).json();
    const arn = line.flows.find(({ name }) => name === "reservation-en-safe")?.arn;
    const earlier = earlierCall();
    const begun = earlier.slice(
      0,
      earlier.findIndex(({ type }) => type === "invocation.started"),
    );
    const entered = begun.filter(
      (event) => event.type === "flow.started" || ("action" in event && event.action === "logging"),
    );
    const there = entered.map((event) => ({ ...event, flow: "reservation-en-safe", ...("arn" in event && { arn }) }));
    await openRecord(page, "two-flows.jsonl", [...begun, ...there]);
    const flow = page.getByLabel("Flow (the call went through 2)");
    expect(await flow.inputValue()).toBe("reservation-en-safe");
    await page.getByRole("region", { name: "Map of the flow reservation-en-safe" }).waitFor();
    await flow.selectOption("reservation-en");
    await page.getByRole("region", { name: "Map of the flow reservation-en", exact: true }).waitFor();
  });

  test.concurrent("the record of another line, or of a flow that was changed since, is not drawn on this line's flow", async ({
    open,
  }) => {
    const page = await open();
    const as = (from: RegExp, to: string) => JSON.parse(JSON.stringify(earlierCall()).replaceAll(from, to));
    await openRecord(page, "other.jsonl", as(/reservation-en/g, "billing"));
    await page.getByText("the line that is up has no flow billing").waitFor();
    await openRecord(page, "changed.jsonl", as(/"action":"greeting"/g, '"action":"welcome"'));
    await page.getByText("the flow reservation-en has other actions now").waitFor();
    expect(await page.locator(".map-block").count()).toBe(0);
  });

  test.concurrent("a flow that was changed after the call is drawn as it is now, and that is said", async ({
    open,
  }) => {
    const page = await open();
    const changed = /The flow reservation-en was not quite the same during this call/;
    const before = earlierCall().map((event) =>
      event.type === "flow.started" ? { ...event, digest: "other" } : event,
    );
    await openRecord(page, "before.jsonl", before);
    await page.getByText(changed).waitFor();
    await page.locator('.map-block.marked[data-action="invoke"]').waitFor();
    await openEarlier(page);
    expect(await page.getByText(changed).count()).toBe(0);
  });

  test.concurrent("where only a record is shown, it is drawn on the flows of its instance, and nothing can be dialled", async ({
    open,
  }) => {
    const path = written("without-line.jsonl", earlierCall());
    await whileShown(path, async (address) => {
      const page = await open({}, address);
      await showMap(page);
      await page.locator('.map-block.marked[data-action="invoke"]').waitFor();
      expect(await page.getByRole("region", { name: "Phone" }).count()).toBe(0);
      expect(await page.getByText("What if").count()).toBe(0);
      const as = (name: string) => JSON.parse(JSON.stringify(earlierCall()).replaceAll("reservation-en", name));
      await openRecord(page, "elsewhere.jsonl", as("billing"));
      await page.getByText("the instance that is known here has no flow billing").waitFor();
      await page.close(); // Before its server is gone.
    });
  });

  test.concurrent.for([
    { colorScheme: "light", locale: "en-US", width: 1_400 },
    { colorScheme: "dark", locale: "ja-JP", width: 360 },
  ] as const)("everybody can use it: %j", async ({ colorScheme, locale, width }, { open }) => {
    const page = await open({ colorScheme, locale, viewport: { width, height: 800 } });
    await openEarlier(page);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: /^(Show all|全体を表示)$/ }).click();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  });
});

/** The map of the call that was recorded before anybody looked. */
async function openEarlier(page: Page): Promise<void> {
  await page
    .locator(".calls a", { hasText: /3 findings|問題 3 件/ })
    .last()
    .click();
  await showMap(page);
  await page.locator(".map-block.marked").waitFor();
}

/** Opens a journal that is made for the test, at its map. */
async function openRecord(page: Page, name: string, events: readonly unknown[]): Promise<void> {
  await page.getByLabel(/Open a journal file/).setInputFiles(written(name, events));
  await showMap(page);
}

function written(name: string, events: readonly unknown[]): string {
  const path = join(scratch, name);
  writeFileSync(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  return path;
}

async function showMap(page: Page): Promise<void> {
  await page.getByRole("tab", { name: /^(Flow map|フロー図)$/ }).click();
}

async function focused(page: Page, action: string): Promise<void> {
  await page.locator(`.map-block[data-action="${action}"]:focus`).waitFor();
}

/** Whether the whole block lies within the map's window. */
async function isInSight(page: Page, action: string): Promise<boolean> {
  const map = await page.locator(".map").boundingBox();
  const block = await page.locator(`.map-block[data-action="${action}"]`).boundingBox();
  if (map === null || block === null) return false;
  const isWithin = (at: number, size: number, from: number, room: number) => at >= from && at + size <= from + room;
  return isWithin(block.x, block.width, map.x, map.width) && isWithin(block.y, block.height, map.y, map.height);
}
