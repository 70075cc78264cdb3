import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { ListingMessage } from "../../src/page/protocol.ts";
import { called, naive } from "./calls.ts";
import { type ServedLine, startLine } from "./line.ts";
import { describePage, stage, test, violations } from "./stage.ts";

/** A line of its own: nobody else reserves anything there. */
let line: ServedLine;

describePage("what an API has made", () => {
  beforeAll(async () => {
    line = await startLine(stage().folder);
  });
  afterAll(() => line.stop());

  test("a reservation that somebody makes elsewhere appears by itself, and looking is no part of any record", async ({
    open,
  }) => {
    const page = await open({}, line.url);
    await page.getByRole("link", { name: "Data in restaurant" }).click();
    await page.getByText("nothing yet").waitFor();
    await called(line.url, naive, "+819011110001");
    await page.getByRole("row", { name: /^1001 new .*\+819011110001/ }).waitFor();
    const events = await called(line.url, naive, "+819011110002");
    await page.getByText(/^2 entries · 1 new at/).waitFor();
    expect(
      await page
        .getByRole("row", { name: /\+819011110001/ })
        .getByText("new")
        .count(),
    ).toBe(0);
    expect(events).not.toContain("/book");
    await page.reload();
    await page.getByText(/^2 entries$/).waitFor();
    await page.getByRole("button", { name: "Empty restaurant and dynamodb" }).click();
    await page.getByText("nothing yet").waitFor();
  });

  test.concurrent("an API that the line has no listing of is said so", async ({ open }) => {
    const page = await open({}, `${line.url}/#/listings/hotel`);
    await page.getByText("The instance does not say where hotel lists anything").waitFor();
  });

  test.concurrent.for([
    { colorScheme: "light", locale: "en-US", width: 1_400 },
    { colorScheme: "dark", locale: "ja-JP", width: 360 },
  ] as const)(
    "two that say the same are told so, and everybody can read it: %j",
    async ({ colorScheme, locale, width }, { open }) => {
      const page = await open({ colorScheme, locale, viewport: { width, height: 800 } }, line.url);
      const list = await listing(page);
      list({ type: "listed", listed: [made(1001, "19:00")] });
      await page.getByRole("rowheader", { name: "1001" }).waitFor();
      list({ type: "listed", listed: [made(1003, "20:00"), made(1002, "19:00"), made(1001, "19:00")] });
      await page.getByText(/also made as 1001|1001 と同じ内容/).waitFor();
      await page.getByText(/also made as 1002|1002 と同じ内容/).waitFor();
      expect(await page.locator(".double").count()).toBe(2);
      expect(await page.locator(".new").count()).toBe(2);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.locator(".listed").focus();
      await page.keyboard.press("ArrowRight");
      list({ type: "failed", failure: { type: "refused", status: 503 } });
      await page.locator(".failure", { hasText: "503" }).waitFor();
      expect(await page.getByRole("rowheader").count()).toBe(3);
      expect(await violations(page)).toEqual([]);
    },
  );
});

/** Opens the listing with the server's part in the test's hand: the restaurant itself makes no two reservations alike. */
async function listing(page: Page): Promise<(message: ListingMessage) => void> {
  let tell = (_message: ListingMessage) => {};
  await page.routeWebSocket(/\/listing$/, (route) => {
    tell = (message) => route.send(JSON.stringify(message));
  });
  await page.reload();
  await page.locator(".listings a").click();
  await page.getByText(/being asked|問い合わせ/).waitFor();
  return (message) => tell(message);
}

function made(reservationNumber: number, time: string) {
  const wish = { date: "2026-12-24", time, partySize: 2, phoneNumber: "+819011110001", table: 1 };
  const madeAt = `2026-11-23T10:00:${String(reservationNumber).slice(-2)}.123Z`;
  return { reservationNumber: String(reservationNumber), ...wish, madeAt, idempotencyKey: `wish-${reservationNumber}` };
}
