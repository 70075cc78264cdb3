import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BenchError } from "../bench-error.ts";

/**
 * Makes a handler in TypeScript, with everything it imports, into `<folder>/<module>.mjs` or `.cjs`: with esbuild,
 * as `NodejsFunction` of the CDK and `sam build` do. Stack traces keep their TypeScript lines through a source map.
 * Returns the files that it is made of.
 */
export async function bundleTypescript(
  functionName: string,
  file: string,
  module: string,
  folder: string,
): Promise<readonly string[]> {
  // Loaded only when there is something to bundle.
  const { build, formatMessages } = await import("esbuild");
  const modules = isModule(file);
  try {
    const { metafile } = await build({
      entryPoints: [file],
      outfile: join(folder, module + (modules ? ".mjs" : ".cjs")),
      bundle: true,
      platform: "node",
      target: `node${process.versions.node}`,
      format: modules ? "esm" : "cjs",
      // A package that is not an ES module may call require() inside one. Set only where nobody has: the code may make its own.
      ...(modules ? { banner: { js: requireBanner } } : {}),
      sourcemap: "linked",
      sourcesContent: false, // Node.js reads the whole map at each start, and needs the lines alone.
      logLevel: "silent",
      metafile: true,
    });
    return Object.keys(metafile.inputs).map((input) => resolve(input));
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const messages = await formatMessages([...error.errors], { kind: "error" });
    throw new BenchError(
      "ERR_HANDLER_DOES_NOT_BUILD",
      `the handler of ${functionName} cannot be bundled, so it cannot run. Correct what esbuild says of it:\n${messages.join("").trim()}`,
    );
  }
}

const requireBanner =
  'import { createRequire as __ringonceCreateRequire } from "node:module";' +
  "globalThis.require ??= __ringonceCreateRequire(import.meta.url);";

/** As Node.js decides it: by the extension, else by "type" in the nearest package.json. */
function isModule(file: string): boolean {
  if (file.endsWith(".mts")) return true;
  if (file.endsWith(".cts")) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return typeOf(manifest) === "module";
    if (folder === dirname(folder)) return false;
  }
}

function typeOf(manifest: string): unknown {
  try {
    const { type } = Object(JSON.parse(readFileSync(manifest, "utf8"))) as { type?: unknown };
    return type;
  } catch {
    return undefined; // Not JSON: Node.js will say so when it matters.
  }
}

function isBuildFailure(error: unknown): error is import("esbuild").BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
