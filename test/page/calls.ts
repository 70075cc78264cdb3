import type { Page } from "playwright-core";

export const naive = "+81312341001";
export const safe = "+81312341003";
/** 24 December at 19:00 for two, and yes. */
export const reservation = ["1", "1224#", "1900#", "2", "1"];

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

/** Has a script make a reservation on a line that is up; the call's part of the record. */
export async function called(url: string, number: string, from: string): Promise<string> {
  const body = JSON.stringify({ number, from, press: reservation });
  return (await fetch(`${url}/calls`, { method: "POST", body })).text();
}
