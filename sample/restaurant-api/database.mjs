import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openEmbedded } from "./embedded.mjs";

/**
 * @typedef {object} Database
 * @property {string} name for people
 * @property {Query} query one statement, committed when it returns
 * @property {<Result>(work: Work<Result>) => Promise<Result>} transaction committed when the work is done, undone when it throws
 * @property {<Result>(name: string, work: Work<Result>) => Promise<Result | undefined>} transactionAlone the same; while
 *   one of that name is under way, in this process or another, it does nothing and gives undefined, without waiting
 * @property {() => Promise<void>} close
 */

/** @typedef {import("./transaction.mjs").Query} Query */
/**
 * @template Result
 * @typedef {import("./transaction.mjs").Work<Result>} Work
 */

/**
 * The PostgreSQL at the URL, one of our own in the folder, or one in memory that is gone when it is closed. All of them
 * run schema.sql.
 * @param {{ databaseUrl?: string | undefined, databaseFolder?: string | undefined }} [where]
 * @returns {Promise<Database>}
 */
export async function openDatabase({ databaseUrl, databaseFolder } = {}) {
  const schema = await readFile(join(import.meta.dirname, "schema.sql"), "utf8");
  if (databaseUrl === undefined) return openEmbedded(schema, { folder: databaseFolder });
  const { openServer } = await import("./server-database.mjs"); // Most starts do not need the driver.
  return openServer(databaseUrl, schema);
}

/**
 * Whether the database refused a statement because of this constraint. Both drivers name it in the error.
 * @param {unknown} error
 * @param {string} constraint
 */
export function violates(error, constraint) {
  return error instanceof Error && "constraint" in error && error.constraint === constraint;
}
