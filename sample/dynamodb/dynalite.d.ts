declare module "dynalite" {
  /** A DynamoDB in memory, as an HTTP server that does not listen yet. */
  export default function dynalite(options: {
    /** How long a new table, and one that is deleted, is not ready yet. */
    createTableMs: number;
    deleteTableMs: number;
  }): import("node:http").Server;
}
