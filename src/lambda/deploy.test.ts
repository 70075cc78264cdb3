import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Stock } from "./stock.ts";
import { functionOn, running, temporaryFolder } from "./test/running-lambda.ts";
import { inSimulatedTime } from "./test/simulated-lambda.ts";

/** A handler that answers what a file beside it says, in each language. */
const languages = [
  {
    runtime: "nodejs22.x",
    file: "index.ts",
    code: 'import { said } from "./said.ts";\nexport const handler = async () => said as string;\n',
    beside: "said.ts",
    says: (word: string) => `export const said = "${word}";\n`,
  },
  {
    runtime: "nodejs22.x",
    file: "index.js",
    code: 'const { said } = require("./lib/said.js");\nexports.handler = async () => said;\n',
    beside: "lib/said.js",
    says: (word: string) => `exports.said = "${word}";\n`,
  },
  {
    runtime: "python3.13",
    file: "index.py",
    code: "from said import said\n\n\ndef handler(event, context):\n    return said\n",
    beside: "said.py",
    says: (word: string) => `said = "${word}"\n`,
  },
] as const;

describe.each(languages)("code that is edited: $file", ({ runtime, file, code, beside, says }) => {
  function written() {
    const codePath = temporaryFolder();
    mkdirSync(join(codePath, "lib"));
    const say = (word: string) => writeFileSync(join(codePath, beside), says(word));
    writeFileSync(join(codePath, file), code);
    say("before");
    return { say, configuration: functionOn("edited", { runtime, codePath }) };
  }

  test("once it is deployed, runs in a new environment, and the old one is stopped", async () => {
    const { say, configuration } = written();
    const lambda = await running([configuration]);
    expect(await lambda.answer({})).toBe("before");
    say("afterwards");
    expect(await lambda.answer({})).toBe("before");
    await lambda.lambda.deploy();
    expect(await lambda.answer({})).toBe("afterwards");
    expect(lambda.all("environmentStarted")).toHaveLength(2);
    await expect.poll(() => lambda.all("environmentStopped").map(({ reason }) => reason)).toEqual(["shutdown"]);
  });

  test("what was not edited stays warm", async () => {
    const { configuration } = written();
    // What is written just before it is built may be built once more.
    for (const name of [file, beside]) utimesSync(join(configuration.codePath, name), 1_000, 1_000);
    const lambda = await running([configuration]);
    await lambda.answer({});
    await lambda.lambda.deploy();
    await lambda.answer({});
    expect(lambda.all("environmentStarted")).toHaveLength(1);
  });

  test("runs at once in a line in simulated time that is opened then, although a process stands by", async () => {
    const { say, configuration } = written();
    const stock = new Stock();
    onTestFinished(() => stock.close());
    const before = await inSimulatedTime([configuration], { stock });
    expect(await before.answered({})).toEqual([0, "before"]);
    await before.running.lambda.close();
    say("afterwards");
    const after = await inSimulatedTime([configuration], { stock });
    expect(await after.answered({})).toEqual([0, "afterwards"]);
    await after.running.lambda.close();
  });
});

test("a request that is running when new code is deployed ends as it began, and the next one gets the new code", async () => {
  const codePath = temporaryFolder();
  const answers = (word: string) =>
    writeFileSync(
      join(codePath, "index.mjs"),
      `export const handler = ({ ms }) => new Promise((answer) => setTimeout(answer, ms, "${word}"));`,
    );
  answers("before");
  const lambda = await running([functionOn("edited", { codePath })]);
  const slow = lambda.answer({ ms: 500 });
  await expect.poll(() => lambda.all("handlerStarted").length).toBe(1);
  answers("afterwards");
  await lambda.lambda.deploy();
  expect(await lambda.answer({ ms: 0 })).toBe("afterwards");
  expect(await slow).toBe("before");
  expect(await Promise.all([lambda.answer({ ms: 100 }), lambda.answer({ ms: 100 })])).toEqual([
    "afterwards",
    "afterwards",
  ]);
});

test("TypeScript that does not build any more is not deployed, and is once it is corrected", async () => {
  const codePath = temporaryFolder();
  const file = join(codePath, "index.ts");
  writeFileSync(file, 'export const handler = async () => "before";');
  const lambda = await running([functionOn("edited", { codePath })]);
  writeFileSync(file, "export const handler = async () => {");
  await expect(lambda.lambda.deploy()).rejects.toMatchObject({ code: "ERR_HANDLER_DOES_NOT_BUILD" });
  expect(await lambda.answer({})).toBe("before");
  writeFileSync(file, 'export const handler = async () => "corrected";');
  await lambda.lambda.deploy();
  expect(await lambda.answer({})).toBe("corrected");
});

test("whoever asks for edited code at the same time gets the same bundle", async () => {
  const codePath = temporaryFolder();
  const file = join(codePath, "index.ts");
  writeFileSync(file, "export const handler = async () => 1;");
  const stock = new Stock();
  onTestFinished(() => stock.close());
  const configuration = functionOn("edited", { codePath });
  const asked = () => Promise.all([stock.codeOf(configuration), stock.codeOf(configuration)]);
  const [first, same] = await asked();
  expect(same).toBe(first);
  rmSync(file);
  writeFileSync(file, "export const handler = async () => 12;");
  const [second, sameAgain] = await asked();
  expect(sameAgain).toBe(second);
  expect(second).not.toBe(first);
});
