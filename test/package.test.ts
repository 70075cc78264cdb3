import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";

// What somebody gets who installs the package: the tarball of `npm pack`, in a folder with nothing else but the packages
// that package.json depends on.

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "ringonce-package-"));
const installed = join(folder, "node_modules", "ringonce");
let packed: { readonly size: number; readonly files: readonly { readonly path: string }[] };

beforeAll(() => {
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [tarball] = JSON.parse(
    execFileSync("npm", pack, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
  );
  packed = tarball;
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, tarball.filename), "-C", installed, "--strip-components=1"]);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies))
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the tarball holds what runs, what is read and the sample, and nothing that was left lying about", () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["instance.schema.json", "README.md", "docs/fidelity.md", "dist/page/page.js"]),
  );
  expect(
    paths.filter((path) => /\.test\.|\/test\/|\.cache|__pycache__|\.d\.[cm]?ts$|\.map$|fixtures|images/.test(path)),
  ).toEqual([]);
  expect(paths.filter((path) => !/^(dist|docs|sample)\//.test(path)).sort()).toEqual(
    ["CHANGELOG.md", "README.ja.md", "README.md", "instance.schema.json", "package.json"].sort(),
  );
  expect(packed.size).toBeLessThan(500_000);
});

test("everything of the runtimes is in it, whatever its language", () => {
  const here = readdirSync(join(root, "src", "lambda", "runtime")).filter((name) => !name.includes(".test."));
  const there = readdirSync(join(installed, "dist", "lambda", "runtime"));
  const compiled = here.map((name) => name.replace(/\.([cm]?)ts$/, ".$1js"));
  expect(there).toEqual(expect.arrayContaining(compiled));
});

test("everything that the sample's instance file names is in it", () => {
  const { flows, functions } = JSON.parse(readFileSync(join(installed, "sample", "instance.json"), "utf8"));
  const named = [
    ...Object.values<string>(flows),
    ...Object.values<{ code: string }>(functions).map(({ code }) => code),
  ];
  expect(named.filter((path) => !existsSync(join(installed, "sample", path)))).toEqual([]);
});

test("in a folder without an instance file, it says how to come by one", () => {
  const { status, stderr } = ringonce("start");
  expect(status).toBe(2);
  expect(stderr).toMatch(/^ERR_NO_INSTANCE: There is no instance\.json in this folder\./);
  expect(stderr).toContain("cp -R node_modules/ringonce/sample line");
  expect(stderr).not.toMatch(/node:internal| at .*:\d+:\d+/);
});

test("in a folder with an instance file, a call runs its handlers in TypeScript and in Python", () => {
  writeLine();
  for (const [number, says] of [
    ["+81300000001", "Hello from TypeScript"],
    ["+81300000002", "Lambda"],
  ] as const) {
    const { stdout, stderr } = ringonce("call", number, "--press", "", "--clock", "simulated");
    expect(stderr).toBe("");
    expect(stdout).toContain(says);
    expect(stdout).toContain("the line hangs up");
  }
});

test("in a folder with an instance file, the page is served", async () => {
  writeLine();
  const line = spawn(process.execPath, [bin(), "start", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [said] = await once(createInterface({ input: line.stdout }), "line");
    const url = /http:\S+/.exec(said)?.[0] ?? said;
    const page = await (await fetch(url)).text();
    const [, script] = /src="([^"]+\.js)"/.exec(page) ?? [];
    const { status, headers } = await fetch(new URL(script ?? "none", url));
    expect([status, headers.get("content-type")]).toEqual([200, expect.stringContaining("javascript")]);
  } finally {
    line.kill("SIGTERM");
    await once(line, "exit");
  }
});

/** An instance of the user's own: the sample's small flows, with a handler in TypeScript for one of them. */
function writeLine(): void {
  const sample = "node_modules/ringonce/sample";
  const [runtime, timeout] = ["nodejs22.x", 3];
  mkdirSync(join(folder, "hello"), { recursive: true });
  writeFileSync(
    join(folder, "hello", "index.ts"),
    `export const handler = async (event: object): Promise<object> => (console.log("Hello from TypeScript"), {});\n`,
  );
  const instance = {
    $schema: "node_modules/ringonce/instance.schema.json",
    phoneNumbers: { "+81300000001": "hello", "+81300000002": "raise-error" },
    flows: { hello: `${sample}/flows/sleep-seven-7-7.json`, "raise-error": `${sample}/flows/raise-error-7-7.json` },
    functions: {
      "sleep-seven": { runtime, code: "hello", handler: "index.handler", timeout },
      "raise-error": {
        runtime: "python3.13",
        code: `${sample}/functions/raise-error`,
        handler: "lambda_function.lambda_handler",
        timeout,
      },
    },
  };
  writeFileSync(join(folder, "instance.json"), JSON.stringify(instance));
}

function bin(): string {
  const { bin } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  return join(installed, bin.ringonce);
}

function ringonce(...args: readonly string[]) {
  return spawnSync(process.execPath, [bin(), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}
