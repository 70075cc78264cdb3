import { expect, test } from "vitest";
import { parseFlow } from "../flow/parse.ts";
import { flowDigest } from "./flow-digest.ts";

const hello = { Identifier: "hello", Type: "MessageParticipant", Parameters: { Text: "Hello." } };
const end = { Identifier: "end", Type: "DisconnectParticipant", Parameters: {}, Transitions: {} };
const exported = {
  Version: "2019-10-30",
  StartAction: "hello",
  Metadata: { ActionMetadata: { hello: { position: { x: 10, y: 20 } } } },
  Actions: [{ ...hello, Transitions: { NextAction: "end", Errors: [], Conditions: [] } }, end],
};
const [greeting] = exported.Actions;

test.each([
  ["read once more", exported],
  ["of which a block was moved on the canvas", { ...exported, Metadata: {} }],
  ["whose Actions were exported in another order", { ...exported, Actions: [...exported.Actions].reverse() }],
  [
    "whose fields were exported in another order",
    { ...exported, Actions: [Object.fromEntries(Object.entries(greeting ?? {}).reverse()), end] },
  ],
])("a flow %s has the same digest", (_name, other) => {
  expect(digestOf(other)).toBe(digestOf(exported));
});

test.each([
  ["prompt", [{ ...greeting, Parameters: { Text: "Good evening." } }, end]],
  ["way on", [{ ...greeting, Transitions: { NextAction: "hello", Errors: [], Conditions: [] } }, end]],
])("another %s makes another digest", (_name, actions) => {
  expect(digestOf({ ...exported, Actions: actions })).not.toBe(digestOf(exported));
});

function digestOf(content: object): string {
  const { flow } = parseFlow(JSON.stringify(content), "flow.json");
  if (flow === undefined) throw new Error("the flow cannot be read");
  return flowDigest(flow);
}
