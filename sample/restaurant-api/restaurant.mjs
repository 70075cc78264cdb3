import { openDatabase } from "./database.mjs";
import { createHttpServer } from "./http.mjs";

/**
 * Opens the restaurant on 127.0.0.1.
 * @param {object} [how]
 * @param {number} [how.port] without one any free one
 * @param {string | undefined} [how.databaseUrl] without a URL or a folder the database is in memory
 * @param {string | undefined} [how.databaseFolder]
 * @param {boolean} [how.legacy] takes no notice of an Idempotency-Key
 */
export async function openRestaurant({ port = 0, databaseUrl, databaseFolder, legacy = false } = {}) {
  const database = await openDatabase({ databaseUrl, databaseFolder });
  const server = createHttpServer(database, { legacy });
  try {
    await new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => resolve(undefined));
    });
  } catch (error) {
    await database.close();
    throw error;
  }

  const address = server.address();
  const listening = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${listening}`,
    database: database.name,
    close: async () => {
      setTimeout(() => server.closeAllConnections(), 2_000).unref(); // Whoever still waits has had time.
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}
