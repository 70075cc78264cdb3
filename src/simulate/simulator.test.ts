import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { asks, invokes, written } from "../flow/test/flow.ts";
import { all } from "../journal/contacts.ts";
import type { FunctionConfiguration } from "../lambda/function.ts";
import { lineNumber, lineOf } from "./line.ts";
import { type Scenario, Simulator } from "./simulator.ts";

const usual: Scenario = {
  ...{ number: lineNumber, from: "+819012345678", presses: [], conditions: () => undefined, seed: 1 },
  ...{ blockSeconds: 8, functionSeconds: 7 },
};

test("a shorter block takes the second attempt away, and the longer one brings it back", async () => {
  const simulator = opened(functionIn("export const handler = () => new Promise(() => setInterval(() => {}, 1_000));"));
  const starts = [];
  for (const blockSeconds of [8, 7, 8]) {
    const events = await simulator.play({ ...usual, blockSeconds });
    starts.push(all(events, "attempt.started").length);
  }
  expect(starts).toEqual([2, 1, 2]);
});

test("the same scenario has the same events each time, whatever was played in between", async () => {
  const simulator = opened(
    functionIn("let calls = 0; export const handler = async () => ({ calls: String(++calls) });"),
  );
  const first = await simulator.play(usual);
  const other = await simulator.play({ ...usual, blockSeconds: 3, functionSeconds: 2 });
  expect(await simulator.play(usual)).toEqual(first);
  expect(other).not.toEqual(first);
});

test("calls that are asked for at once are played one after the other", async () => {
  const simulator = opened(functionIn("export const handler = async () => ({ well: 'yes' });"));
  const [one, other] = await Promise.all([simulator.play(usual), simulator.play(usual)]);
  expect(one).toEqual(other);
});

test("after a handler for which simulated time stands still, the next call is played all the same", async () => {
  const code = `
    import { readFileSync } from "node:fs";
    export const handler = async ({ Details: { ContactData: { CustomerEndpoint: { Address } } } }) => {
      if (Address === "+810000000000") for (const until = Date.now() + 1000; Date.now() < until; );
      return { well: "yes" };
    };`;
  const simulator = opened(functionIn(code), 3_000);
  await expect(simulator.play({ ...usual, from: "+810000000000" })).rejects.toThrow(/ERR_TIME_STANDS_STILL/);
  expect(all(await simulator.play(usual), "attempt.finished")[0]?.outcome.type).toBe("succeeded");
}, 30_000);

test("a caller whom the line asks for ever hangs up after five minutes", async () => {
  const simulator = new Simulator(lineOf({ line: written(asks("ask", "Press 1.", { 1: "goodbye" }, "ask")) }));
  onTestFinished(() => simulator.close());
  const events = await simulator.play(usual);
  expect(all(events, "contact.disconnected")).toMatchObject([{ by: "customer" }]);
});

test("what is being played when it is closed is given up", async () => {
  const simulator = opened(functionIn("export const handler = async () => ({ well: 'yes' });"));
  const played = expect(simulator.play(usual)).rejects.toThrow(/ERR_CLOSED/);
  await simulator.close();
  await played;
});

function opened(configuration: FunctionConfiguration, realLimitMs = 10_000): Simulator {
  const flow = written(invokes("invoke", { functionName: configuration.name, seconds: 8 }));
  const simulator = new Simulator(lineOf({ line: flow }, { functions: [configuration] }), { realLimitMs });
  onTestFinished(() => simulator.close());
  return simulator;
}

function functionIn(code: string): FunctionConfiguration {
  const codePath = mkdtempSync(join(tmpdir(), "ringonce-"));
  writeFileSync(join(codePath, "index.mjs"), code);
  return {
    ...{ name: "handler", runtime: "nodejs22.x", handler: "index.handler", timeoutMs: 7_000, memoryMb: 256, codePath },
    ...{ environment: {}, reservedConcurrency: undefined, region: "ap-northeast-1", accountId: "000000000000" },
  };
}
