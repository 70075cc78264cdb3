import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";

/** @typedef {import("./database.mjs").Database} Database */

const extensions = { btree_gist };

/**
 * PostgreSQL inside this process, in memory. To make its first files takes some three seconds, so they are kept
 * in `cacheFolder`; a start from there takes a quarter of that. The files may be deleted at any time.
 * @param {string} schema
 * @param {string} [cacheFolder]
 * @returns {Promise<Database>}
 */
export async function openEmbedded(schema, cacheFolder = join(import.meta.dirname, "../.cache")) {
  const cached = cachedFile(schema, cacheFolder);
  const database = (await restore(cached)) ?? (await create(schema, cached));
  return {
    name: "PGlite, in memory",
    query: async (text, values) => {
      /** @type {import("@electric-sql/pglite").Results<any>} */
      const { rows } = await database.query(text, values);
      return rows;
    },
    close: () => database.close(),
  };
}

/**
 * @param {string} cached
 * @returns {Promise<PGlite | undefined>}
 */
async function restore(cached) {
  /** @type {Buffer} */
  let compressed;
  try {
    compressed = await readFile(cached);
  } catch {
    return undefined; // The first start.
  }
  try {
    const files = await promisify(gunzip)(compressed); // Its checksum finds a broken file.
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
    await save(cached, await database.dumpDataDir("gzip"));
  } catch (error) {
    console.error(`The next start will be slow again: ${error instanceof Error ? error.message : error}`);
  }
  return database;
}

/**
 * Several servers may start at once: each writes a file of its own, and the last to rename it wins.
 * @param {string} cached
 * @param {Blob} files
 */
async function save(cached, files) {
  await mkdir(dirname(cached), { recursive: true });
  const own = `${cached}.${randomUUID()}`;
  await writeFile(own, files.stream());
  await rename(own, cached);
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
  return join(cacheFolder, `pglite-${version}-${hash}.tar.gz`);
}
