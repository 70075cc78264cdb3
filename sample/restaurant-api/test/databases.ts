import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll } from "vitest";

interface TestedDatabase {
  readonly name: string;
  /** Undefined: the embedded one. */
  readonly databaseUrl: string | undefined;
}

/**
 * What a suite runs against: the embedded database always, and PostgreSQL where TEST_DATABASE_URL names a server, whose
 * reservations are deleted, or the machine has the programs of one, which is started for this file and removed after it.
 */
export async function testedDatabases(): Promise<readonly TestedDatabase[]> {
  const embedded = { name: "the embedded database", databaseUrl: undefined };
  const databaseUrl = process.env.TEST_DATABASE_URL ?? (await startPostgreSql());
  if (databaseUrl !== undefined) return [embedded, { name: "a PostgreSQL server", databaseUrl }];
  console.info("Skipped with a PostgreSQL server: there is none here. Install postgresql, or set TEST_DATABASE_URL.");
  return [embedded];
}

async function startPostgreSql(): Promise<string | undefined> {
  const programs = programFolder();
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "restaurant-postgresql-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, "data");

  // PostgreSQL does not run as root. Debian's package brings a user for it.
  const isRoot = process.getuid?.() === 0;
  const setpriv = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
  if (isRoot) chmodSync(folder, 0o777);
  const [initdb = "", ...initdbArguments] = [
    ...[...setpriv, join(programs, "initdb"), "-D", data, "--username=postgres", "--auth=trust"],
    ...["--encoding=UTF8", "--locale=C", "--no-sync"],
  ];
  await promisify(execFile)(initdb, initdbArguments, { cwd: folder });

  // It listens on a socket in its folder only: no port that somebody else could take.
  const [command = "", ...commandArguments] = [
    ...[...setpriv, join(programs, "postgres"), "-D", data, "-k", folder, "-c", "listen_addresses="],
    ...["-c", "fsync=off"],
  ];
  const server = spawn(command, commandArguments, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const atOnce = () => server.kill("SIGQUIT");
  process.once("exit", atOnce);
  const ended = once(server, "exit");
  afterAll(async () => {
    process.off("exit", atOnce);
    server.kill("SIGTERM"); // It waits for its clients to be gone: one that stays is a fault of the API's.
    await ended;
  });

  const said: string[] = [];
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line);
    if (line.includes("ready to accept connections")) break;
  }
  server.stderr.resume(); // What it says from here on is read by nobody, and must not fill the pipe.
  if (!said.at(-1)?.includes("ready to accept connections")) throw new Error(said.join("\n"));
  return `socket://postgres@${folder}?db=postgres`;
}

/** Where the newest PostgreSQL of the machine has its programs. Debian keeps them off the PATH. */
function programFolder(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  const onPath = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "pg_ctl"));
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...onPath.filter((path) => existsSync(path)).map((path) => dirname(realpathSync(path))),
  ];
  return folders.find((folder) => existsSync(join(folder, "postgres")) && existsSync(join(folder, "initdb")));
}
