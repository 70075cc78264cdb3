import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

test("so many are let in at a time, the others in the order in which they came", async () => {
  const turns = new Turns(2);
  const came: number[] = [];
  const enter = async (index: number) => {
    const done = await turns.take();
    came.push(index);
    return done;
  };
  const [first, second, third, fourth] = [enter(1), enter(2), enter(3), enter(4)];
  (await first)();
  (await first)(); // Giving a turn back twice lets nobody else in.
  await third;
  expect(came).toEqual([1, 2, 3]);
  (await second)();
  await fourth;
  expect(came).toEqual([1, 2, 3, 4]);
});
