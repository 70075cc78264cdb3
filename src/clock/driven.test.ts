import { expect, test } from "vitest";
import type { BenchError } from "../bench-error.ts";
import { DrivenClock } from "./driven.ts";
import { SystemClock } from "./system.ts";

const clockAt = (start: number) =>
  new DrivenClock({
    start,
    givenUp: (error) => {
      throw error;
    },
  });

test("an hour passes by itself, from timer to timer", async () => {
  const clock = clockAt(1_000);
  const fired: string[] = [];
  clock.after(3_600_000, () => fired.push(`late@${clock.now()}`));
  clock.after(10, () => {
    fired.push(`early@${clock.now()}`);
    clock.after(5, () => fired.push(`nested@${clock.now()}`));
  });
  await new Promise<void>((resolve) => clock.after(3_600_001, resolve));
  expect(fired).toEqual(["early@1010", "nested@1015", "late@3601000"]);
});

test("nothing fires while anything is held, and what one timer holds keeps the next one of the same moment waiting", async () => {
  const clock = clockAt(0);
  const real = new SystemClock();
  const fired: string[] = [];
  await new Promise<void>((resolve) => {
    const first = clock.hold(() => "first");
    const second = clock.hold(() => "second");
    clock.after(10, () => {
      fired.push("one");
      const release = clock.hold(() => "what the timer began");
      real.after(20, () => {
        fired.push("really done");
        release();
      });
    });
    clock.after(10, () => fired.push("two"));
    clock.after(10, resolve);
    first();
    first();
    real.after(20, () => {
      fired.push(`held until now, at ${clock.now()}`);
      second();
    });
  });
  expect(fired).toEqual(["held until now, at 0", "one", "really done", "two"]);
});

test("a hold that never ends is reported once, by name, and time does not move any more", async () => {
  let fired = false;
  const errors: BenchError[] = [];
  await new Promise<void>((resolve) => {
    const clock = new DrivenClock({
      realLimitMs: 30,
      givenUp: (error) => {
        errors.push(error);
        new SystemClock().after(60, resolve);
      },
    });
    let waiting = "at first";
    const release = clock.hold(() => `book-table waits, ${waiting}`);
    clock.hold(() => "another");
    clock.after(1, () => {
      fired = true;
    });
    waiting = "as it is now";
    new SystemClock().after(50, release);
  });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.message).toMatch(/^ERR_TIME_STANDS_STILL: .*0.03 s of real time: book-table waits, as it is now\./);
  expect(fired).toBe(false);
});
