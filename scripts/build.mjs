// Compiles src/ to dist/, bundles the page, and copies what the compiler leaves behind: the runtime clients that are not
// TypeScript.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";

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

buildSync({
  entryPoints: [join(root, "src/page/page.tsx"), join(root, "src/page/page.css")],
  outdir: join(root, "dist/page"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2023",
  // Nothing of it is read but its settings for JSX: the compiler above has checked the types of what the page shares.
  tsconfig: join(root, "src/page/tsconfig.json"),
  logLevel: "warning",
});
for (const file of ["index.html", "icon.svg"]) cpSync(join(root, "src/page", file), join(root, "dist/page", file));
