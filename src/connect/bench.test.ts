import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { systemChance } from "../clock/chance.ts";
import { SystemClock } from "../clock/system.ts";
import { Journal } from "../journal/journal.ts";
import { Bench } from "./bench.ts";
import type { Instance } from "./instance.ts";
import { readInstance } from "./read-instance.ts";

test("a handler that does not build keeps only those numbers from being called that can come to it", async () => {
  const instance = twoLines();
  await expect(open(instance)).rejects.toThrow(/the handler of broken cannot be bundled/);
  await expect(open(instance, "+81300000002")).rejects.toThrow(/the handler of broken cannot be bundled/);
  await (await open(instance, "+81300000001")).close();
});

function open(instance: Instance, number?: string): Promise<Bench> {
  const options = { instance, clock: new SystemClock(), chance: systemChance, journal: new Journal() };
  return Bench.open({ ...options, ...(number !== undefined && { number }) });
}

/** One line calls a function that builds, the other one that does not. */
function twoLines(): Instance {
  const folder = mkdtempSync(join(tmpdir(), "ringonce-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const handlers = { sound: "export const handler = async () => ({});", broken: 'import "./not-there";' };
  for (const [name, code] of Object.entries(handlers)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "index.ts"), code);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(flowThatInvokes(name)));
  }
  const functionOf = (code: string) => ({ runtime: "nodejs22.x", code, handler: "index.handler" });
  const path = join(folder, "instance.json");
  const file = {
    phoneNumbers: { "+81300000001": "sound", "+81300000002": "broken" },
    flows: { sound: "sound.json", broken: "broken.json" },
    functions: { sound: functionOf("sound"), broken: functionOf("broken") },
  };
  writeFileSync(path, JSON.stringify(file));
  const { instance, problems } = readInstance(path);
  if (instance === undefined) throw new Error(JSON.stringify(problems));
  return instance;
}

function flowThatInvokes(functionName: string): object {
  return {
    Version: "2019-10-30",
    StartAction: "invoke",
    Actions: [
      {
        Identifier: "invoke",
        Type: "InvokeLambdaFunction",
        Parameters: {
          LambdaFunctionARN: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
          InvocationTimeLimitSeconds: "8",
        },
        Transitions: { NextAction: "end", Errors: [{ NextAction: "end", ErrorType: "NoMatchingError" }] },
      },
      { Identifier: "end", Type: "DisconnectParticipant", Parameters: {}, Transitions: {} },
    ],
  };
}
