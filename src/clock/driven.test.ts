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

/** A clock that somebody lives in, and the real one beside it. */
const lived = (speed: number) => {
  const clock = new DrivenClock({
    start: 0,
    speed,
    givenUp: (error) => {
      throw error;
    },
  });
  const real = new SystemClock();
  return { clock, real, startedAt: real.now() };
};

test("for somebody who lives in it time passes at its speed, and a key comes at the moment that it has come to", async () => {
  const { clock, real, startedAt } = lived(10);
  const fired: number[] = [];
  clock.after(1_000, () => fired.push(clock.now()));
  await new Promise<void>((resolve) => real.after(50, resolve));
  clock.catchUp();
  const pressedAt = clock.now();
  expect(pressedAt).toBeGreaterThanOrEqual(400);
  expect(pressedAt).toBeLessThanOrEqual((real.now() - startedAt) * 10);
  await new Promise<void>((resolve) => clock.after(1_000 - pressedAt, resolve));
  expect(fired).toEqual([1_000]);
  expect(real.now() - startedAt).toBeGreaterThanOrEqual(99);
});

test("what really takes time takes none of it, at any speed", async () => {
  const { clock, real } = lived(1_000);
  await new Promise<void>((resolve) => clock.after(5, resolve));
  const release = clock.hold(() => "a handler runs");
  const before = clock.now();
  await new Promise<void>((resolve) => real.after(30, resolve));
  clock.catchUp();
  expect(clock.now()).toBe(before);
  release();
  await new Promise<void>((resolve) => clock.after(10, resolve));
  expect(clock.now()).toBe(before + 10);
});

test("a speed that is changed holds from then on, not for what has passed", async () => {
  const { clock, real, startedAt } = lived(1);
  const hour = new Promise<void>((resolve) => clock.after(3_600_000, resolve));
  await new Promise<void>((resolve) => real.after(20, resolve));
  clock.go(1_000_000);
  expect(clock.now()).toBeLessThanOrEqual(real.now() - startedAt);
  await hour;
  expect(clock.now()).toBe(3_600_000);
});

test("time that passes while nothing is due has passed for what is asked of it then", async () => {
  const { clock, real } = lived(100);
  clock.catchUp();
  await new Promise<void>((resolve) => real.after(20, resolve));
  clock.catchUp();
  expect(clock.now()).toBeGreaterThanOrEqual(1_000);
});
