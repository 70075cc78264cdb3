import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { transactionOf } from "./transaction.mjs";

/** @typedef {import("./database.mjs").Database} Database */

const extensions = { btree_gist };

/**
 * PostgreSQL inside this process, in memory or in a folder. To make its first files takes some three seconds, so they
 * are kept in `cacheFolder`; a start from there takes a quarter of that. The files may be deleted at any time.
 * @param {string} schema
 * @param {{ folder?: string | undefined, cacheFolder?: string }} [where]
 * @returns {Promise<Database>}
 */
export async function openEmbedded(schema, { folder, cacheFolder = join(import.meta.dirname, "../.cache") } = {}) {
  const cached = cachedFile(schema, cacheFolder);
  const database = folder === undefined ? await openInMemory(schema, cached) : await openIn(folder, schema, cached);

  /** @type {Database["transaction"]} */
  const transaction = (work) =>
    database.transaction(async (open) => {
      // PGlite goes from one to the next without a pause: nobody could connect, or get his answer, until all are done.
      await setImmediate();
      return work(transactionOf(async (text, values) => rowsOf(await open.query(text, values))));
    });

  // One connection does everything in turn: what is under way is known only here.
  const underWay = new Set();
  return {
    name: folder === undefined ? "PGlite, in memory" : `PGlite, in ${folder}`,
    query: async (text, values) => rowsOf(await database.query(text, values)),
    transaction,
    transactionAlone: async (name, work) => {
      if (underWay.has(name)) return undefined;
      underWay.add(name);
      try {
        return await transaction(work);
      } finally {
        underWay.delete(name);
      }
    },
    close: () => database.close(),
  };
}

/** @param {import("@electric-sql/pglite").Results<any>} results */
function rowsOf({ rows }) {
  return rows;
}

/**
 * @param {string} schema
 * @param {string} cached
 */
async function openInMemory(schema, cached) {
  return (await restore(cached)) ?? (await create(schema, cached));
}

/**
 * What is committed survives the end of the process, however it ends: it has gone to the system by then. It may not
 * survive the end of the machine: PGlite does not wait for the disk. One process at a time may use the folder.
 * @param {string} folder
 * @param {string} schema
 * @param {string} cached
 */
async function openIn(folder, schema, cached) {
  if (!existsSync(join(folder, "PG_VERSION"))) {
    const database = await openInMemory(schema, cached);
    const files = await database.dumpDataDir("none");
    await database.close();
    const unfinished = `${resolve(folder)}.${randomUUID()}`; // A process that ends here leaves no half of a database.
    await mkdir(dirname(unfinished), { recursive: true });
    await (await PGlite.create(unfinished, { loadDataDir: files, extensions })).close();
    await rename(unfinished, folder);
  }
  const database = await PGlite.create(folder, { extensions });
  await database.exec(schema); // The folder may be older than the schema.
  return database;
}

/**
 * @param {string} cached
 * @returns {Promise<PGlite | undefined>}
 */
async function restore(cached) {
  /** @type {Buffer} */
  let kept;
  try {
    kept = await readFile(cached);
  } catch {
    return undefined; // The first start.
  }
  try {
    const files = kept.subarray(checksumLength);
    if (kept.toString("latin1", 0, checksumLength) !== checksum(files)) throw new Error("The file is broken.");
    return await PGlite.create({ loadDataDir: new Blob([files]), extensions });
  } catch {
    await rm(cached, { force: true });
    return undefined;
  }
}

/**
 * @param {string} schema
 * @param {string} cached
 */
async function create(schema, cached) {
  const database = await PGlite.create({ extensions });
  await database.exec(schema);
  try {
    await save(cached, Buffer.from(await (await database.dumpDataDir("none")).arrayBuffer()));
  } catch (error) {
    console.error(`The next start will be slow again: ${error instanceof Error ? error.message : error}`);
  }
  return database;
}

/**
 * Several servers may start at once: each writes a file of its own, and the last to rename it wins. Not compressed: 41 MB
 * on disk are nothing beside the quarter of a second that it takes to unpack them at each start.
 * @param {string} cached
 * @param {Buffer} files
 */
async function save(cached, files) {
  await mkdir(dirname(cached), { recursive: true });
  const own = `${cached}.${randomUUID()}`;
  await writeFile(own, [checksum(files), files]);
  await rename(own, cached);
}

const checksumLength = 8;

/** @param {Buffer} files */
function checksum(files) {
  return crc32(files).toString(16).padStart(checksumLength, "0");
}

/**
 * The files of one PGlite and one schema; another of either has another name.
 * @param {string} schema
 * @param {string} cacheFolder
 */
export function cachedFile(schema, cacheFolder) {
  const { resolve } = createRequire(import.meta.url);
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(resolve("@electric-sql/pglite"), "../../package.json"), "utf8"));
  const hash = createHash("sha256").update(schema).digest("hex").slice(0, 16);
  return join(cacheFolder, `pglite-${version}-${hash}.tar`);
}
