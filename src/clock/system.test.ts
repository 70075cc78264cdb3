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
