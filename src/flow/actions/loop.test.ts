import { expect, test } from "vitest";
import { begin, resume } from "../interpreter.ts";
import { action, caller, flowOf, to } from "../test/flow.ts";

const round = (LoopCount: unknown) =>
  flowOf(
    action("loop", "Loop", { LoopCount }, to("out", { equals: { ContinueLooping: "again", DoneLooping: "out" } })),
    action("again", "MessageParticipant", { Text: "again" }, to("loop")),
    action("out", "MessageParticipant", { Text: "out" }, to("loop")),
  );

/** What the caller hears in so many messages. */
function heard(flow: ReturnType<typeof round>, messages: number): string {
  let turn = begin(flow, caller);
  const texts: unknown[] = [];
  for (let message = 0; message < messages; message++) {
    texts.push(turn.asking?.parameters.Text);
    turn = resume(flow, turn.contact, { type: "played" });
  }
  return texts.join(" ");
}

test("a Loop goes round as often as it says, is done once, and starts over", () => {
  expect(heard(round("2"), 7)).toBe("again again out again again out again");
  expect(heard(round(1), 4)).toBe("again out again out");
});

test("a Loop of 0 is done the first time", () => {
  expect(heard(round("0"), 2)).toBe("out out");
});

test("two Loops count for themselves", () => {
  const flow = flowOf(
    action(
      "outer",
      "Loop",
      { LoopCount: "2" },
      to("end", { equals: { ContinueLooping: "inner", DoneLooping: "end" } }),
    ),
    action(
      "inner",
      "Loop",
      { LoopCount: "3" },
      to("outer", { equals: { ContinueLooping: "count", DoneLooping: "outer" } }),
    ),
    action("count", "UpdateContactAttributes", { Attributes: { rounds: "$.Attributes.rounds|" } }, to("inner")),
    action("end", "EndFlowExecution"),
  );
  const { contact } = begin(flow, caller);
  expect(contact.attributes).toEqual({ rounds: "||||||" });
  expect(contact.loops).toEqual({});
});
