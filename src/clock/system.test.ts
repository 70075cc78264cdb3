import { expect, test } from "vitest";
import { SystemClock } from "./system.ts";

test("a timer never fires before its time", async () => {
  const clock = new SystemClock();
  const early = await Promise.all(
    Array.from({ length: 50 }, (_, index) => {
      const due = clock.now() + index / 3;
      return new Promise<number>((resolve) => clock.after(index / 3, () => resolve(due - clock.now())));
    }),
  );
  expect(Math.max(...early)).toBeLessThanOrEqual(0.001); // The clock's own resolution.
});

test("timers fire in the order in which they are due, also when they are due in the same moment", async () => {
  const clock = new SystemClock();
  for (let round = 0; round < 100; round++) {
    const fired: number[] = [];
    const delays = [1, 1, 0.4, 1, 0, 1.2, 1];
    await new Promise<void>((resolve) => {
      for (const [index, delay] of delays.entries()) clock.after(delay, () => fired.push(index));
      clock.after(3, resolve);
    });
    expect(fired.filter((index) => delays[index] === 1)).toEqual([0, 1, 3, 6]);
    expect(fired.indexOf(4)).toBeLessThan(fired.indexOf(5));
    expect(fired).toHaveLength(delays.length);
  }
});

test("a process with nothing left to wait for may end", () => {
  const clock = new SystemClock();
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const cancels = [clock.after(60_000, () => {}), clock.after(30_000, () => {})];
  for (const cancel of cancels) cancel();
  expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).toBe(before);
});

test("a delay longer than a month does not fire at once", async () => {
  const clock = new SystemClock();
  let fired = false;
  const cancel = clock.after(3_000_000_000, () => {
    fired = true;
  });
  await new Promise<void>((resolve) => clock.after(20, resolve));
  cancel();
  expect(fired).toBe(false);
});
