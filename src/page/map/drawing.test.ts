import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFlow } from "../../flow/parse.ts";
import type { FlowView } from "../protocol.ts";
import { type Drawing, drawingOf } from "./drawing.ts";
import { neighbour } from "./neighbour.ts";

const sample = sampleFlow("reservation-en.json");

test("the sample's flow is drawn as it lies on Connect's canvas", () => {
  const { boxes } = drawingOf(sample);
  const menu = boxes.get("menu");
  const logging = boxes.get("logging");
  expect((menu?.x ?? 0) - (logging?.x ?? 0)).toBe(840);
  expect(menu?.y).toBe(logging?.y);
});

test("every way out of a block is a line to the block that it leads to", () => {
  const { edges } = drawingOf(sample);
  expect(edges.filter(({ from }) => from === "date-check").map(({ to, kind }) => [to, kind])).toEqual([
    ["date-tries", "condition"],
    ["date-save", "condition"],
    ["date-tries", "error"],
  ]);
});

describe("blocks do not cover each other", () => {
  test.for(["reservation-en.json", "reservation-ja-safe.json", "sleep-seven-8-7.json"])("%s", (file) => {
    expect(covered(drawingOf(sampleFlow(file)))).toEqual([]);
  });

  test("where the file does not say where they lie", () => {
    expect(covered(drawingOf(placed(sample, () => undefined)))).toEqual([]);
  });

  test("where two lie at the same place", () => {
    expect(covered(drawingOf(placed(sample, ({ position }) => position && { ...position, y: 40 })))).toEqual([]);
  });

  test("whatever leads where", () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        expect(covered(drawingOf(flow))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

test("a flow without places goes from left to right, and looks the same every time", () => {
  const bare = placed(sample, () => undefined);
  const { boxes } = drawingOf(bare);
  const x = (identifier: string) => boxes.get(identifier)?.x ?? 0;
  expect(x("logging")).toBeLessThan(x("greeting"));
  expect(x("greeting")).toBeLessThan(x("menu"));
  expect(x("menu")).toBeLessThan(x("date"));
  expect(drawingOf(bare)).toEqual(drawingOf(bare));
});

test("a flow of 250 actions is drawn before anybody notices", () => {
  const long = chain(250);
  const started = process.hrtime.bigint();
  drawingOf(long);
  // A second on a quiet machine would already be too long; it takes some 100 ms.
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(5_000);
});

test("the arrow keys lead to every block of the sample, and each arrow goes its way", () => {
  const drawing = drawingOf(sample);
  const reached = new Set([sample.startAction]);
  for (const from of reached) {
    for (const key of ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"]) {
      const to = neighbour(drawing, from, key);
      if (to !== undefined) reached.add(to);
    }
  }
  expect([...drawing.boxes.keys()].filter((identifier) => !reached.has(identifier))).toEqual([]);
  expect(neighbour(drawing, "greeting", "ArrowRight")).toBe("menu");
  expect(neighbour(drawing, "menu", "ArrowDown")).toBe("menu-tries");
  expect(neighbour(drawing, "logging", "ArrowLeft")).toBeUndefined();
});

const anyFlow: fc.Arbitrary<FlowView> = fc
  .array(
    fc.record({
      to: fc.array(fc.nat(11), { maxLength: 5 }),
      position: fc.option(fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.nat(900) }), {
        nil: undefined,
        freq: 20,
      }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drawn) => ({
    name: "any",
    arn: "",
    digest: "",
    startAction: "0",
    actions: drawn.map(({ to, position }, index) => action(String(index), to.map(String), position)),
  }));

function chain(length: number): FlowView {
  const actions = Array.from({ length }, (_, index) =>
    action(String(index), [String(index + 1), String((index * 7) % length)], undefined),
  );
  return { name: "chain", arn: "", digest: "", startAction: "0", actions };
}

function action(
  identifier: string,
  [nextAction, ...others]: readonly string[],
  position: FlowView["actions"][number]["position"],
): FlowView["actions"][number] {
  const errors = others.map((to) => ({ errorType: "NoMatchingError", nextAction: to }));
  const transitions = { nextAction, conditions: [], errors };
  return { identifier, type: "MessageParticipant", parameters: { Text: "Hello" }, transitions, position };
}

function covered({ boxes }: Drawing): readonly string[] {
  const all = [...boxes.values()];
  return all.flatMap((a, index) =>
    all
      .slice(0, index)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.action.identifier} covers ${b.action.identifier}`),
  );
}

function placed(
  flow: FlowView,
  place: (action: FlowView["actions"][number]) => FlowView["actions"][number]["position"],
): FlowView {
  return { ...flow, actions: flow.actions.map((one) => ({ ...one, position: place(one) })) };
}

function sampleFlow(file: string): FlowView {
  const text = readFileSync(fileURLToPath(new URL(`../../../sample/flows/${file}`, import.meta.url)), "utf8");
  const { flow } = parseFlow(text, file);
  if (flow === undefined) throw new Error(`${file} cannot be read`);
  const actions = [...flow.actions.values()].map(({ transitions, ...rest }) => ({
    ...rest,
    transitions: {
      ...transitions,
      conditions: transitions.conditions.map(({ condition, nextAction }) => ({ ...condition, nextAction })),
    },
  }));
  return { name: flow.name, arn: "", digest: "", startAction: flow.startAction, actions };
}
