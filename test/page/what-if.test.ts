import { expect } from "vitest";
import { naive, reservation } from "./calls.ts";
import { describePage, stage, test, violations } from "./stage.ts";

const scenario = (block: number, seconds: number): string =>
  `${stage().url}/#/what-if?number=${encodeURIComponent(naive)}&from=%2B819012345678&press=${encodeURIComponent(reservation.join())}&block=${block}&function=${seconds}&latency.restaurant=7500`;

/** The machine may be busy, and the line's APIs start with the first call that asks for them. */
const patient = { timeout: 60_000 };

describePage("what if", { timeout: 120_000 }, () => {
  test("a call is taken as it was; with one second less for the block the second attempt is gone, also after a reload", async ({
    open,
  }) => {
    const page = await open();
    const second = page.getByRole("button", { name: /^#2 reserve-naive/ });
    await page.locator(".calls a", { hasText: "3 findings" }).last().click();
    await page.getByRole("link", { name: "What if…" }).click();
    await page.getByText("Functions were started twice").waitFor(patient);
    await second.waitFor();
    await page.locator(".findings", { hasText: "asked to do the same thing twice" }).waitFor();
    expect(await page.getByLabel("The caller presses").inputValue()).toBe(reservation.join());

    await page.getByRole("slider", { name: "Block time-out" }).press("ArrowLeft");
    await page.getByText("Functions were started once").waitFor(patient);
    expect(await second.count()).toBe(0);
    await page.reload();
    await page.getByText("Functions were started once").waitFor(patient);
    expect(await page.getByRole("slider", { name: "Block time-out" }).getAttribute("aria-valuetext")).toBe("7 s");
  });

  test("the grid fills cell by cell, and a cell opens its timeline", async ({ open }) => {
    const page = await open({}, scenario(8, 7));
    await page.getByLabel("Blocks (s)").fill("7-8");
    await page.getByLabel("Functions (s)").fill("6-7");
    await page.getByRole("button", { name: "Sweep" }).click();
    await page.getByText("4 calls", { exact: true }).waitFor(patient);
    const cells = page.locator(".cells a");
    expect(await cells.allInnerTexts()).toEqual(["2/2 err !!", "1/1 err !", "2/2 err !!", "2/2 err !!"]);
    expect(await page.locator(".cells [aria-current=true]").innerText()).toBe("2/2 err !!");
    await cells.last().focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.getByText("Functions were started once").waitFor(patient);
    expect(await page.locator(".cells [aria-current=true]").innerText()).toBe("1/1 err !");
    expect(new URL(page.url()).hash).toContain("block=7&function=7");
  });

  test("the first page leads to a call that goes wrong", async ({ open }) => {
    const page = await open();
    await page.getByRole("link", { name: "A reservation made twice" }).click();
    await page.locator(".findings", { hasText: "asked to do the same thing twice" }).waitFor(patient);
    // The phone's own button would begin anew.
    expect(await page.getByRole("button", { name: "What if…" }).count()).toBe(0);
  });

  test("what cannot be played is said at its field, and the next change plays again", async ({ open }) => {
    const page = await open({}, scenario(8, 7));
    await page.getByText("Functions were started twice").waitFor(patient);
    const presses = page.getByLabel("The caller presses");
    await presses.fill("1,x");
    await presses.press("Enter");
    await page.getByRole("alert").getByText("“x” is nothing that a phone can press").waitFor();
    expect(await page.locator(".outcome").count()).toBe(0);
    await page.getByLabel("Blocks (s)").fill("8-3");
    await page.getByLabel("Functions (s)").fill("1-99");
    await page.getByLabel("Functions (s)").press("Enter");
    await page.getByRole("alert").getByText("Write the smaller number first").waitFor();
    await page.getByRole("alert").getByText("At most 15 at once").waitFor();
    await page.getByLabel("Blocks (s)").fill("7");
    await page.getByLabel("Functions (s)").fill("7");
    await presses.fill("");
    await presses.press("Enter");
    await page.getByText("The caller presses nothing").waitFor(patient);
    expect(await page.getByText("nothing that a phone can press").count()).toBe(0);
    await page.getByRole("button", { name: "Sweep" }).click();
    await page.getByText("1 call", { exact: true }).waitFor(patient);
    // The cells go when they would be untrue, and what was typed stays.
    await page.getByRole("slider", { name: "answers after" }).press("ArrowLeft");
    await page.getByText("1 call", { exact: true }).waitFor({ state: "detached" });
    expect(await page.getByLabel("Blocks (s)").inputValue()).toBe("7");
  });

  test("what the line refuses is said", async ({ open, complaints }) => {
    const page = await open({}, `${scenario(8, 7)}&latency.hotel=5`);
    await page.getByRole("alert").getByText("no external API named hotel").waitFor(patient);
    // A browser complains of every refusal.
    expect(complaints.splice(0)).toEqual([expect.stringContaining("status of 400")]);
  });

  test.for([
    { colorScheme: "light", locale: "en-US", width: 1_400 },
    { colorScheme: "dark", locale: "ja-JP", width: 360 },
  ] as const)("everybody can use it: %j", async ({ colorScheme, locale, width }, { open }) => {
    const page = await open({ colorScheme, locale, viewport: { width, height: 900 } }, scenario(8, 7));
    await page.locator(".row.finding").waitFor(patient);
    await page.locator("input[name=blocks]").fill("7-8");
    await page.locator("input[name=functions]").fill("7");
    await page.getByRole("button", { name: /^(Sweep|一括再現)$/ }).click();
    await page.locator(".cells a").nth(1).waitFor(patient);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  });
});
