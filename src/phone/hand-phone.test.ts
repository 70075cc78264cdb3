import { expect, test } from "vitest";
import { DrivenClock } from "../clock/driven.ts";
import { SimulatedClock } from "../clock/simulated.ts";
import { SystemClock } from "../clock/system.ts";
import { HandPhone } from "./hand-phone.ts";
import { speakingMs } from "./speaking-time.ts";
import { Tempo } from "./tempo.ts";

const text = "ご予約の人数を押してください。";

/** A phone that has just dialled, on a clock of its own. */
function phone() {
  const clock = new SimulatedClock();
  const happened: string[] = [];
  const held = new HandPhone({ clock, real: clock, tempo: undefined });
  held.connected(() => happened.push("hung up"));
  const say = () => held.say({ text }, "Kazuha", () => happened.push("heard"));
  return { clock, happened, held, say };
}

test("a prompt that nobody speaks aloud takes as long as a voice would", () => {
  const { clock, happened, say } = phone();
  say();
  clock.advanceTo(speakingMs(text) - 1);
  expect(happened).toEqual([]);
  clock.advanceTo(speakingMs(text));
  expect(happened).toEqual(["heard"]);
});

test("a prompt that the page speaks lasts until it says so, however long that is", () => {
  const { clock, happened, held, say } = phone();
  const leave = held.attend();
  say();
  held.speaking(1);
  clock.advanceTo(30_000);
  expect(happened).toEqual([]);
  held.heard(1);
  expect(happened).toEqual(["heard"]);
  leave();
});

test("the end of a prompt that was interrupted does not end the next one", () => {
  const { happened, held, say } = phone();
  const interrupt = say();
  interrupt();
  say();
  held.heard(1);
  expect(happened).toEqual([]);
});

test("keys are lost while the flow does not listen", () => {
  const { held } = phone();
  const keys: string[] = [];
  held.press("1");
  const stop = held.listen({ type: "key", firstKeyMs: 5_000 }, (key) => keys.push(key));
  held.press("23");
  stop();
  held.press("4");
  expect(keys).toEqual(["2", "3"]);
});

test("loading the page again does not hang up, closing it does", () => {
  const { clock, happened, held } = phone();
  const leave = held.attend();
  clock.advanceTo(300_000);
  leave();
  clock.advanceTo(clock.now() + 10_000);
  const leaveAgain = held.attend();
  clock.advanceTo(clock.now() + 300_000);
  expect(happened).toEqual([]);
  leaveAgain();
  clock.advanceTo(clock.now() + 300_000);
  expect(happened).toEqual(["hung up"]);
});

test("in simulated time prompts hurry, and the line waits for a key as long as in life", async () => {
  const real = new SystemClock();
  const clock = new DrivenClock({ speed: 1, givenUp: () => {} });
  const held = new HandPhone({ clock, real, tempo: new Tempo(clock, 1_000) });
  const startedAt = clock.now();
  const since = () => clock.now() - startedAt;
  await new Promise<void>((heard) => held.say({ text }, "Kazuha", heard));
  expect(since()).toBe(speakingMs(text));
  let pressedAfter: number | undefined;
  const stop = held.listen({ type: "key", firstKeyMs: 5_000 }, () => {
    pressedAfter = since() - speakingMs(text);
  });
  await new Promise<void>((resolve) => real.after(30, resolve));
  held.press("1");
  expect(pressedAfter).toBeGreaterThan(0);
  expect(pressedAfter).toBeLessThan(5_000); // At the chosen speed it would have been 30 s.
  stop();
  await new Promise<void>((resolve) => clock.after(20_000, resolve));
  held.hangUp();
});
