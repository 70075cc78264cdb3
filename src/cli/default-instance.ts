import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { BenchError } from "../bench-error.ts";

/** The user's own, in the current folder. */
const ownInstance = "instance.json";

const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const sampleFolder = join(packageFolder, "sample");

/**
 * The instance file of a command that names none: the one in the current folder, else the sample's. An installed package
 * has the sample without the packages that it needs (a PostgreSQL and an AWS SDK, 50 MB), so it is to be copied first.
 */
export function defaultInstance(): string {
  return existsSync(ownInstance) || !sampleIsInstalled() ? ownInstance : near(join(sampleFolder, "instance.json"));
}

/** @throws BenchError ERR_NO_INSTANCE when the instance is the one of the current folder, and there is none. */
export function checkThere(path: string): void {
  if (path !== ownInstance || existsSync(path)) return;
  const sample = near(sampleFolder);
  throw new BenchError(
    "ERR_NO_INSTANCE",
    `There is no ${ownInstance} in this folder. Name yours with --instance, write one (see "Your own line" in ${near(join(packageFolder, "README.md"))}), or begin with the sample:\n\n    cp -R ${sample} line && cd line && npm install && npx ringonce start`,
  );
}

/** Whether Node.js would find every package that the sample names. */
function sampleIsInstalled(): boolean {
  const manifest = join(sampleFolder, "package.json");
  const { dependencies, devDependencies }: SampleManifest = JSON.parse(readFileSync(manifest, "utf8"));
  const { resolve } = createRequire(manifest);
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) =>
    resolve.paths(name)?.some((folder) => existsSync(join(folder, name))),
  );
}

interface SampleManifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** A path that is good to read. */
function near(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}
