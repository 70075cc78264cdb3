// Compiles src/ to dist/ and copies what the compiler leaves behind: the runtime clients that are not TypeScript.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const typescript = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

rmSync(join(root, "dist"), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [typescript, "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
/** @param {string} path */
const isLeftBehind = (path) => (statSync(path).isDirectory() ? !path.endsWith("fixtures") : path.endsWith(".py"));
cpSync(join(root, "src"), join(root, "dist"), { recursive: true, filter: isLeftBehind });
chmodSync(join(root, "dist/cli/main.js"), 0o755);
