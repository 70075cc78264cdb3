import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openEmbedded } from "./embedded.mjs";

/**
 * @typedef {object} Database
 * @property {string} name for people
 * @property {<Row>(text: string, values?: unknown[]) => Promise<Row[]>} query one statement, committed when it returns
 * @property {() => Promise<void>} close
 */

/**
 * The PostgreSQL at the URL, or one of our own in memory that is gone when it is closed. Both run schema.sql.
 * @param {string | undefined} url
 * @returns {Promise<Database>}
 */
export async function openDatabase(url) {
  const schema = await readFile(join(import.meta.dirname, "schema.sql"), "utf8");
  return url ? openServer(url, schema) : openEmbedded(schema);
}

/**
 * Whether the database refused a statement because of this constraint. Both drivers name it in the error.
 * @param {unknown} error
 * @param {string} constraint
 */
export function violates(error, constraint) {
  return error instanceof Error && "constraint" in error && error.constraint === constraint;
}

/**
 * @param {string} url
 * @param {string} schema
 * @returns {Promise<Database>}
 */
async function openServer(url, schema) {
  const { default: pg } = await import("pg"); // Most starts do not need it.
  const options = "-c search_path=restaurant,public";
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5_000, options });
  // A connection that breaks while nobody uses it: the pool opens another when one is needed.
  pool.on("error", (error) => console.error(`Lost a connection to PostgreSQL: ${error.message}`));
  try {
    await pool.query(schema);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    name: "PostgreSQL",
    query: async (text, values) => (await pool.query(text, values)).rows,
    close: () => pool.end(),
  };
}
