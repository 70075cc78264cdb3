import { openDatabase } from "./database.mjs";
import { createHttpServer } from "./http.mjs";

/**
 * Opens the restaurant on 127.0.0.1.
 * @param {{ port?: number, databaseUrl?: string | undefined }} [where] without a port any free one, without a URL a database in memory
 */
export async function openRestaurant({ port = 0, databaseUrl } = {}) {
  const database = await openDatabase(databaseUrl);
  const server = createHttpServer(database);
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
