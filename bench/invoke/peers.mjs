import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, openSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { peersPath } from "./task.mjs";

const lock = join(peersPath, "package-lock.json");
/** A copy of the lock file that was installed last. */
const installed = join(peersPath, "node_modules/.ringonce-lock.json");

/**
 * Installs the peers on first use, and again when their lock file changes. They are optional dependencies of
 * peers/package.json, so that one that cannot be built on this machine does not keep out the others.
 */
export async function installPeers() {
  if (existsSync(installed) && readFileSync(installed, "utf8") === readFileSync(lock, "utf8")) return;
  console.log("Installing the peers with npm ci, this once. It takes some minutes: aws-lambda-ric compiles curl.");
  const log = openSync(join(peersPath, "install.log"), "w");
  const npm = spawn("npm", ["ci", "--foreground-scripts"], { cwd: peersPath, stdio: ["ignore", log, log] });
  if (npm.pid !== undefined) setPriority(npm.pid, 19);
  const stop = () => npm.kill();
  process.once("exit", stop);
  const [status] = await once(npm, "close").catch((error) => [error]);
  process.removeListener("exit", stop);
  if (status === 0) copyFileSync(lock, installed);
}

/** @param {string} name of a package @returns {string | undefined} its installed version */
export function peerVersion(name) {
  const manifest = join(peersPath, "node_modules", name, "package.json");
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}

/** @param {import("./candidates.mjs").Candidate} candidate @returns {string | undefined} why it cannot be measured */
export function missingPeer({ packages }) {
  const missing = packages.find((name) => peerVersion(name) === undefined);
  if (missing === undefined) return undefined;
  return `${missing} could not be installed: bench/invoke/peers/install.log says why, bench/README.md what it needs`;
}
