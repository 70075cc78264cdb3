import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

/** Which room may import which. docs/architecture.md says why. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  clock: [],
  flow: [],
  lambda: ["clock"],
  external: ["clock"],
  journal: ["clock", "flow", "lambda", "external"],
  connect: ["clock", "flow", "lambda", "external", "journal"],
  simulate: ["clock", "flow", "lambda", "external", "journal", "connect"],
  page: ["clock", "flow", "journal"],
  phone: ["clock", "flow", "external", "journal", "connect", "simulate", "page"],
  cli: ["clock", "flow", "lambda", "external", "journal", "connect", "simulate", "phone"],
};
/** Files at the root of src/ that every room may use. */
const cupboard = ["assert.ts", "bench-error.ts"];

/** What only one room may use, and what the others use instead. */
const bans: readonly {
  readonly pattern: RegExp;
  readonly allowed: (path: string) => boolean;
  readonly instead: string;
}[] = [
  {
    pattern: /\bDate\.now\b|\bsetTimeout\b|\bsetInterval\b|\bMath\.random\b|\brandomUUID\b|\bperformance\.now\b/,
    // A runtime client is the handler's side of the Runtime API: it runs in another process, on the handler's own clock.
    allowed: (path) => path.startsWith("clock/") || path.startsWith("lambda/runtime/") || path.includes("/fixtures/"),
    instead: "the Clock or Chance passed in",
  },
  {
    pattern: /\basync\b|\bawait\b|\bPromise\b/,
    allowed: (path) => !/^(flow|clock)\/|^connect\/(call|invocation|input|retry)\.ts$/.test(path),
    instead: "callbacks: the core does not wait",
  },
  {
    pattern: /from "node:/,
    allowed: (path) => !/^(flow|page)\//.test(path),
    instead: "nothing: flow/ is pure, and page/ runs in a browser",
  },
];

const source = join(import.meta.dirname, "..", "src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(ts|tsx|mjs|cjs)$/.test(path) && !path.endsWith(".test.ts"))
  .map((path) => ({ path, text: readFileSync(join(source, path), "utf8") }));

test("every file stands in a room, or in the cupboard", () => {
  const homeless = files.map(({ path }) => path).filter((path) => !cupboard.includes(path) && !(roomOf(path) in rooms));
  expect(homeless).toEqual([]);
});

test("rooms import only what the table lets them", () => {
  const wrong = files.flatMap(({ path, text }) =>
    imports(text)
      .map((target) => relative(source, join(source, dirname(path), target)))
      .filter(
        (target) =>
          !cupboard.includes(target) &&
          roomOf(target) !== roomOf(path) &&
          !rooms[roomOf(path)]?.includes(roomOf(target)),
      )
      .map((target) => `${path} may not import ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("time, chance and waiting stay where they belong", () => {
  const wrong = files.flatMap(({ path, text }) =>
    bans
      .filter(({ pattern, allowed }) => !allowed(path) && pattern.test(withoutComments(text)))
      .map(({ pattern, instead }) => `${path} uses ${pattern.exec(withoutComments(text))?.[0]}; use ${instead}`),
  );
  expect(wrong).toEqual([]);
});

test("the sample imports nothing from the bench", () => {
  const sample = join(import.meta.dirname, "..", "sample");
  const wrong = readdirSync(sample, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(ts|mjs|js)$/.test(path) && !path.includes("node_modules"))
    .filter((path) =>
      imports(readFileSync(join(sample, path), "utf8")).some(
        (target) => target.includes("../src/") || target.includes("../dist/"),
      ),
    );
  expect(wrong).toEqual([]);
});

function roomOf(path: string): string {
  return path.split("/")[0] ?? "";
}

function imports(text: string): readonly string[] {
  return [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, target]) => target ?? "");
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
