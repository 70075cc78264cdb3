import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expectType, functionOn, running, temporaryFolder } from "./test/running-lambda.ts";

test("a handler in TypeScript runs as it is written, as a module where package.json says so", async () => {
  const lambda = await running([functionOn("typescript")]);
  expect(await lambda.answer({ prices: [2, 3] })).toEqual({
    total: 5,
    require: "function",
    kind: "module",
    note: "beside the source",
  });
});

test("a .cts handler is CommonJS", async () => {
  const lambda = await running([functionOn("typescript-cjs", { handler: "handler.run" })]);
  expect(await lambda.answer({ name: "Sakura" })).toEqual({ hello: "Sakura", kind: "object" });
});

test("a stack trace names the lines of the TypeScript files", async () => {
  const lambda = await running([functionOn("typescript")]);
  const { payload } = expectType(await lambda.invoke({ prices: [] }), "functionError");
  const { trace } = JSON.parse(payload);
  expect(trace[0]).toBe("RangeError: an empty order");
  expect(trace[1]).toMatch(/fixtures\/typescript\/total\.ts:3:\d+/);
  expect(trace[2]).toMatch(/fixtures\/typescript\/index\.ts:9:\d+/);
});

test("an own require in a module does not collide with ours", async () => {
  const folder = temporaryFolder();
  const text = `import { createRequire } from "node:module";
    const require = createRequire(import.meta.url);
    export const handler = async () => typeof require("node:fs").readFileSync;`;
  writeFileSync(join(folder, "index.mts"), text);
  const lambda = await running([functionOn("typescript", { codePath: folder })]);
  expect(await lambda.answer({})).toBe("function");
});

test("TypeScript that cannot be built stops the bench from opening, and says where", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "broken"));
  writeFileSync(join(folder, "broken", "index.ts"), 'import "./nowhere.ts";\nexport const handler = async () => {');
  const broken = functionOn("typescript", { name: "book-table", codePath: join(folder, "broken") });
  await expect(running([broken])).rejects.toMatchObject({
    code: "ERR_HANDLER_DOES_NOT_BUILD",
    message: expect.stringMatching(/book-table[\s\S]*index\.ts:2:/),
  });
});
