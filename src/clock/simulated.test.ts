import fc from "fast-check";
import { expect, test } from "vitest";
import { SimulatedClock } from "./simulated.ts";

test("a timer sees its own due time as now, and one that it sets is never late", () => {
  const clock = new SimulatedClock();
  const fired: string[] = [];
  const note = (name: string) => () => fired.push(`${name}@${clock.now()}`);
  clock.after(300, note("late"));
  clock.after(100, () => {
    note("early")();
    clock.after(50, note("nested"));
  });
  clock.after(200, note("tie A"));
  clock.after(200, note("tie B"));

  clock.advanceTo(1_000);

  expect(fired).toEqual(["early@100", "nested@150", "tie A@200", "tie B@200", "late@300"]);
  expect(clock.now()).toBe(1_000);
});

test("a timer that was taken back does not fire", () => {
  const clock = new SimulatedClock();
  let fired = false;
  const cancel = clock.after(10, () => {
    fired = true;
  });
  cancel();
  cancel();
  expect(clock.runDry(100)).toBe(true);
  expect(fired).toBe(false);
});

test("running dry stops at its limit and says so", () => {
  const clock = new SimulatedClock();
  const again = () => void clock.after(10, again);
  again();
  expect(clock.runDry(1_000)).toBe(false);
  expect(clock.now()).toBe(1_000);
});

test("timers fire in the order of their due times, whatever order they were set in", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000)), (delays) => {
      const clock = new SimulatedClock();
      const fired: number[] = [];
      for (const delay of delays) clock.after(delay, () => fired.push(clock.now()));
      clock.runDry(1_000);
      expect(fired).toEqual([...delays].sort((one, other) => one - other));
    }),
  );
});
