import type { Page, WebSocketRoute } from "playwright-core";
import { expect } from "vitest";
import type { CallMessage } from "../../src/page/protocol.ts";
import { dial, naive } from "./calls.ts";
import { describePage, stage, test } from "./stage.ts";

describePage("following a call", () => {
  test.concurrent("a page that loses its connection shows the rest of the call, and nothing twice", async ({
    open,
  }) => {
    const page = await open();
    const connection = await held(page);
    await dial(page, naive, 0);
    await page.locator(".conversation p").first().waitFor();
    connection.lose();
    await page.locator(".listens", { hasText: "waits" }).waitFor();
    await pressed(page, "1");
    await page.getByRole("button", { name: "Hang up" }).click();
    await page
      .getByText(/the caller hung up \(/)
      .first()
      .waitFor();
    expect(connection.made()).toBe(2);
    const before = await page.locator(".conversation").or(page.locator(".row")).allInnerTexts();
    await page.reload();
    await page
      .getByText(/the caller hung up \(/)
      .first()
      .waitFor();
    expect(await page.locator(".conversation").or(page.locator(".row")).allInnerTexts()).toEqual(before);
  });

  test.concurrent("a call that a new server does not know is no call in progress", async ({ open }) => {
    const page = await open();
    const connection = await held(page);
    await dial(page, naive, 0);
    await page.locator(".conversation p").first().waitFor();
    connection.tell({ type: "unknown" });
    await page.getByRole("button", { name: "Call", exact: true }).waitFor();
    await page.locator(".call-head").waitFor();
    expect(await page.getByText("Call in progress:").count()).toBe(0);
  });

  test.concurrent("a page says so while the server cannot be followed, and takes it back", async ({ open }) => {
    const page = await open();
    const connection = await held(page);
    connection.refuse(true);
    await dial(page, naive, 0);
    await page.getByRole("alert").getByText("The server does not answer").waitFor();
    connection.refuse(false);
    await page.locator(".conversation p").first().waitFor();
    expect(await page.getByRole("alert").innerText()).toBe("");
    await page.getByRole("button", { name: "Hang up" }).click();
  });

  test.concurrent("while the connection is lost the call's time stands still, for nobody knows how it goes on", async ({
    open,
    expect,
  }) => {
    const page = await open();
    const connection = await held(page);
    await dial(page, naive, 0);
    await page.locator(".timer", { hasText: "0:01" }).waitFor();
    connection.refuse(true);
    connection.lose();
    await page.getByRole("alert").getByText("The server does not answer").waitFor();
    const shown = await page.locator(".timer").innerText();
    const since = Number(await page.evaluate("Date.now()"));
    await expect.poll(() => page.evaluate("Date.now()"), { timeout: 5_000 }).toBeGreaterThan(since + 1_500);
    expect(await page.locator(".timer").innerText()).toBe(shown);
    connection.refuse(false);
    await page.locator(".timer", { hasNotText: shown }).waitFor();
    await page.getByRole("button", { name: "Hang up" }).click();
  });

  test.concurrent("eight tabs of one browser each make a call, and each shows its own", async ({ open }) => {
    const first = await open();
    const pages = [first];
    while (pages.length < 8) pages.push(await another(first));
    await Promise.all(
      pages.map(async (page, index) => {
        await page.getByRole("radio", { name: naive }).check();
        await page.getByLabel("Calling from").fill(caller(index));
        await page.getByRole("button", { name: "Call", exact: true }).click();
      }),
    );
    // All eight are live at once, each by its own connection; and a verb still gets through from each.
    await Promise.all(pages.map((page) => page.locator(".listens", { hasText: "waits" }).waitFor()));
    await Promise.all(pages.map((page) => pressed(page, "1")));
    for (const [index, page] of pages.entries())
      expect(await page.locator(".call-head").innerText()).toContain(caller(index));
    await Promise.all(pages.map((page) => page.getByRole("button", { name: "Hang up" }).click()));
    await Promise.all(
      pages.map((page) =>
        page
          .getByText(/the caller hung up \(/)
          .first()
          .waitFor(),
      ),
    );
  });
});

const caller = (index: number) => `+8190000000${String(index).padStart(2, "0")}`;

/** Presses a key, and waits until the call has heard it. */
async function pressed(page: Page, key: string): Promise<void> {
  await page.getByRole("button", { name: key, exact: true }).click();
  await page.locator(".conversation .you").waitFor();
}

/** Another tab of the same browser. */
async function another(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(stage().url);
  return tab;
}

/** The connections over which a page follows its call, in the test's hand. */
async function held(page: Page) {
  let open: WebSocketRoute | undefined;
  let made = 0;
  let isRefused = false;
  await page.routeWebSocket(/\/events/, (route) => {
    if (isRefused) return void route.close();
    made += 1;
    open = route;
    route.connectToServer();
  });
  await page.reload(); // A page is in hand from its first line on, or not at all.
  return {
    made: () => made,
    lose: () => void open?.close(),
    tell: (message: CallMessage) => open?.send(JSON.stringify(message)),
    refuse: (refused: boolean) => {
      isRefused = refused;
    },
  };
}
