import { expect, test } from "vitest";
import { Setback } from "./setback.ts";

test("a setback fails what is waited for when it happens and later on, not what is over", async () => {
  const setback = new Setback();
  expect(await setback.unless(Promise.resolve("over"))).toBe("over");
  const underWay = setback.unless(new Promise(() => {}));
  const error = new Error("the API cannot be started");
  setback.happen(error);
  await expect(underWay).rejects.toBe(error);
  await expect(setback.unless(new Promise(() => {}))).rejects.toBe(error);
});

test("what was waited for may fail by itself", async () => {
  await expect(new Setback().unless(Promise.reject(new Error("by itself")))).rejects.toThrow("by itself");
});
