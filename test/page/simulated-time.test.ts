import { expect } from "vitest";
import { dial, naive, press, reservation } from "./calls.ts";
import { describePage, test, violations } from "./stage.ts";

describePage("a call in simulated time", () => {
  test("nobody waits for its time-outs, what it reserves is reserved, and its record is kept", async ({ open }) => {
    const [book, page] = [await open(), await open()];
    await book.getByRole("link", { name: "Data in restaurant" }).click();
    await page.getByLabel("Calling from").fill("+819011110003");
    await dial(page, naive, 7_500, "simulated, at once");
    for (const keys of reservation.slice(0, 2)) await press(page, keys);
    await page.getByLabel("Speed of simulated time").selectOption("10 times faster");
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.getByLabel("Speed of simulated time").waitFor();
    expect(await page.getByLabel("Speed of simulated time").inputValue()).toBe("10");
    await page.getByLabel("Speed of simulated time").selectOption("at once");
    await page.locator(".phone").focus();
    for (const keys of reservation.slice(2)) await press(page, keys);
    await page.locator(".findings", { hasText: /the call went on as if it had failed/ }).waitFor();
    expect(await page.getByRole("button", { name: /^#\d reserve-naive/ }).count()).toBe(2);
    await book.getByRole("row", { name: /-12-24 .*\+819011110003/ }).waitFor();
    await page.locator(".call-head", { hasText: /the line hung up \(.*simulated time/ }).waitFor();
    await page
      .locator(".calls a", { hasText: /3 findings · simulated time/ })
      .first()
      .click();
    await page.reload();
    await page.getByRole("button", { name: /the same request again; the API answers 409/ }).waitFor();
  });
});
