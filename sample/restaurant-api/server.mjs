// The restaurant as a process of its own. PORT: where it listens (without one: any free port). DATABASE_URL: a
// PostgreSQL; DATABASE_FOLDER: one of its own that outlives it (without either: an empty database in memory).
// RESTAURANT_API=legacy: without idempotency keys. It says in one line that it listens; SIGTERM ends it.
import { openRestaurant } from "./restaurant.mjs";

const { PORT, DATABASE_URL, DATABASE_FOLDER, RESTAURANT_API } = process.env;

try {
  if (DATABASE_URL && DATABASE_FOLDER) throw new Error("DATABASE_URL and DATABASE_FOLDER are set, and it needs one.");
  if (RESTAURANT_API && RESTAURANT_API !== "legacy") {
    throw new Error(`RESTAURANT_API is "${RESTAURANT_API}"; it may be "legacy", or not set.`);
  }
  const legacy = RESTAURANT_API === "legacy";
  const restaurant = await openRestaurant({
    port: Number(PORT || 0),
    databaseUrl: DATABASE_URL || undefined,
    databaseFolder: DATABASE_FOLDER || undefined,
    legacy,
  });
  process.once("SIGTERM", restaurant.close);
  process.once("SIGINT", restaurant.close);
  const about = legacy ? `${restaurant.database}; legacy, without idempotency keys` : restaurant.database;
  console.log(`The restaurant listens on ${restaurant.url} (${about})`);
} catch (error) {
  console.error("The restaurant cannot open:", error instanceof Error && error.message ? error.message : error);
  process.exitCode = 1;
}
