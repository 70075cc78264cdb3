import { expect, test } from "vitest";
import type { JournalEvent } from "../../journal/event.ts";
import type { FlowView } from "../protocol.ts";
import { courseOf } from "./course.ts";
import { knownFlow } from "./known-flow.ts";

const transitions = { nextAction: undefined, conditions: [], errors: [] };
const front: FlowView = {
  ...{ name: "front", arn: "arn:front", digest: "as it was", startAction: "greeting" },
  actions: [{ identifier: "greeting", type: "MessageParticipant", parameters: {}, transitions, position: undefined }],
};
const entered = { type: "flow.started", at: 0, contactId: "c", flow: "front", arn: "arn:front" } as const;
const greeted = { type: "action.started", at: 0, contactId: "c", id: "1", flow: "front" } as const;
const greeting: JournalEvent = { ...greeted, action: "greeting", actionType: "MessageParticipant" };

test("a call is drawn on the flow as it was", () => {
  expect(known([{ ...entered, digest: "as it was" }, greeting])).toEqual({ flow: front, isChanged: false });
});

test("a flow that was changed since is known as such, also where the call came through nothing that was", () => {
  expect(known([{ ...entered, digest: "before" }, greeting])).toEqual({ flow: front, isChanged: true });
});

test("a flow that has lost what the call came through is not drawn", () => {
  expect(
    known([
      { ...entered, digest: "before" },
      { ...greeting, action: "welcome" },
    ]),
  ).toBe("changed");
  expect(
    known([
      { ...entered, digest: "before" },
      { ...greeting, actionType: "Wait" },
    ]),
  ).toBe("changed");
});

test("an older record has no digest: whether its flow was changed is seen by what it came through", () => {
  expect(known([entered, greeting])).toEqual({ flow: front, isChanged: false });
  expect(known([entered, { ...greeting, action: "welcome" }])).toBe("changed");
});

test("a flow of the same name in another instance is another one", () => {
  expect(known([{ ...entered, arn: "arn:elsewhere", digest: "as it was" }, greeting])).toBe("other");
});

function known(events: readonly JournalEvent[]) {
  const { at } = courseOf(events);
  return at === undefined ? undefined : knownFlow(at, [front]);
}
