import pg from "pg";
import { transactionOf } from "./transaction.mjs";

/** @typedef {import("./database.mjs").Database} Database */

/**
 * A PostgreSQL server.
 * @param {string} url
 * @param {string} schema
 * @returns {Promise<Database>}
 */
export async function openServer(url, schema) {
  const pool = new pg.Pool({
    connectionString: url,
    // Also how long a request waits for its turn when many come at once.
    connectionTimeoutMillis: 30_000,
    options: "-c search_path=restaurant,public",
  });
  // A connection that breaks while nobody uses it: the pool opens another when one is needed.
  pool.on("error", (error) => console.error(`Lost a connection to PostgreSQL: ${error.message}`));
  try {
    await pool.query(schema);
  } catch (error) {
    await pool.end();
    throw error;
  }

  /** @type {Database["transaction"]} */
  const transaction = async (work) => {
    const connection = await pool.connect();
    let isSound = false;
    try {
      await connection.query("begin");
      const result = await work(transactionOf(async (text, values) => (await connection.query(text, values)).rows));
      await connection.query("commit");
      isSound = true;
      return result;
    } catch (error) {
      isSound = await connection.query("rollback").then(
        () => true,
        () => false,
      );
      throw error;
    } finally {
      connection.release(!isSound); // The server undoes what a connection that is gone had begun.
    }
  };

  return {
    name: "PostgreSQL",
    query: async (text, values) => (await pool.query(text, values)).rows,
    transaction,
    transactionAlone: (name, work) =>
      transaction(async (open) => {
        // Two names with one hash would keep each other out for a moment: of 2^64 hashes that is no worry.
        /** @type {{ taken: boolean }[]} */
        const [lock] = await open.query("select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken", [name]);
        return lock?.taken ? work(open) : undefined;
      }),
    close: () => pool.end(),
  };
}
