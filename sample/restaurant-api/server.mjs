// The restaurant as a process of its own. PORT: where it listens (without one: any free port). DATABASE_URL: a
// PostgreSQL (without one: an empty database in memory). It says in one line that it listens; SIGTERM ends it.
import { openRestaurant } from "./restaurant.mjs";

const { PORT, DATABASE_URL } = process.env;

try {
  const restaurant = await openRestaurant({ port: Number(PORT || 0), databaseUrl: DATABASE_URL });
  process.once("SIGTERM", restaurant.close);
  process.once("SIGINT", restaurant.close);
  console.log(`The restaurant listens on ${restaurant.url} (${restaurant.database})`);
} catch (error) {
  console.error("The restaurant cannot open:", error instanceof Error && error.message ? error.message : error);
  process.exitCode = 1;
}
