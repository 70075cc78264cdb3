import { expect, test } from "vitest";
import { SimulatedClock } from "../clock/simulated.ts";
import type { InputRequest, Replies } from "../flow/effect.ts";
import { collect } from "./input.ts";

const oneKey: InputRequest = { type: "key", firstKeyMs: 5_000 };
const date: InputRequest = {
  type: "digits",
  firstKeyMs: 5_000,
  interdigitMs: 3_000,
  digitsMax: 4,
  terminator: "#",
  cancelKey: true,
};

test("one key is enough where one is asked for, and it interrupts the prompt", () => {
  const line = ask(oneKey, { promptMs: 10_000 });
  line.press("1", 2_000);
  expect(line.result()).toEqual({ reply: { type: "keys", keys: "1" }, atMs: 2_000, interrupted: true });
});

test("the time for the first key starts when the prompt has been heard", () => {
  const line = ask(oneKey, { promptMs: 10_000 });
  expect(line.result()).toEqual({ reply: { type: "timedOut" }, atMs: 15_000, interrupted: false });
});

test("digits are complete at the terminator, which is not one of them", () => {
  const line = ask(date, { promptMs: 0 });
  for (const key of "12#") line.press(key, 500);
  expect(line.result()).toMatchObject({ reply: { type: "keys", keys: "12" }, atMs: 1_500 });
});

test("digits are complete when there are enough of them", () => {
  const line = ask(date, { promptMs: 0 });
  for (const key of "12249") line.press(key, 500);
  expect(line.result()).toMatchObject({ reply: { type: "keys", keys: "1224" }, atMs: 2_000 });
});

test("digits that stop coming are complete too, after the time between keys", () => {
  const line = ask(date, { promptMs: 0 });
  for (const key of "12") line.press(key, 500);
  expect(line.result()).toMatchObject({ reply: { type: "keys", keys: "12" }, atMs: 1_000 + 3_000 });
});

test("after the cancel key the caller starts anew, with the time for the first key", () => {
  const line = ask(date, { promptMs: 0 });
  for (const key of "12*") line.press(key, 500);
  expect(line.result()).toMatchObject({ reply: { type: "timedOut" }, atMs: 1_500 + 5_000 });
});

test("a terminator of several keys is the last that fits, as in AWS's own example", () => {
  const line = ask({ ...date, digitsMax: 20, terminator: "##", cancelKey: false }, { promptMs: 0 });
  for (const key of "1#2#3*4###") line.press(key, 0);
  expect(line.result()).toMatchObject({ reply: { type: "keys", keys: "1#2#3*4#" } });
});

test("a caller who hangs up leaves nothing behind", () => {
  const line = ask(date, { promptMs: 1_000 });
  line.cancel();
  expect(line.result()).toEqual({ reply: undefined, atMs: 0, interrupted: true });
});

function ask(input: InputRequest, { promptMs }: { promptMs: number }) {
  const clock = new SimulatedClock();
  let reply: Replies["input"] | undefined;
  let atMs = 0;
  let interrupted = false;
  let keyed: (key: string) => void = () => {};
  const cancel = collect(input, {
    clock,
    prompt: (heard) => {
      let playing = true;
      const stop = clock.after(promptMs, () => {
        playing = false;
        heard();
      });
      return () => {
        interrupted ||= playing;
        stop();
      };
    },
    listen: (key) => {
      keyed = key;
      return () => {
        keyed = () => {};
      };
    },
    pressed: () => {},
    complete: (complete) => {
      reply = complete;
      atMs = clock.now();
    },
  });
  return {
    cancel,
    press: (key: string, afterMs: number) => {
      if (afterMs > 0) clock.advanceTo(clock.now() + afterMs);
      keyed(key);
    },
    result: () => {
      clock.runDry(100_000);
      return { reply, atMs, interrupted };
    },
  };
}
