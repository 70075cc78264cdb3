import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BenchError } from "../../../src/bench-error.ts";

/** Where its book is: a folder for the embedded PostgreSQL, or the URL of a server. */
export type Where = { readonly databaseFolder: string } | { readonly databaseUrl: string };

const script = join(import.meta.dirname, "..", "..", "..", "sample", "restaurant-api", "server.mjs");

/** Below those that the system gives to whoever connects: while the restaurant is down, nobody gets its port. */
const firstPort = 20_000;
const portsMax = 10_000;

/** The sample's restaurant in a process of its own, which can be killed and comes back at the same address. */
export class RestaurantProcess {
  readonly url: URL;
  readonly #where: Where;
  #process: ChildProcess;

  static async open(where: Where): Promise<RestaurantProcess> {
    for (let tries = 0; tries < portsMax; tries++) {
      const port = firstPort + ((process.pid + tries) % portsMax);
      const started = await start(where, port);
      if (started !== undefined) return new RestaurantProcess(where, port, started);
    }
    throw new BenchError("ERR_EXTERNAL_START", "The restaurant did not start on any port.");
  }

  private constructor(where: Where, port: number, started: ChildProcess) {
    this.url = new URL(`http://127.0.0.1:${port}`);
    this.#where = where;
    this.#process = started;
  }

  /** As by a power cut, in the middle of whatever it does; and from its book it starts again. */
  async killAndRestart(): Promise<void> {
    await this.#end("SIGKILL");
    const started = await start(this.#where, Number(this.url.port));
    if (started === undefined) throw new BenchError("ERR_EXTERNAL_START", "The restaurant did not start again.");
    this.#process = started;
  }

  close(): Promise<void> {
    return this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill(signal);
    await ended;
  }
}

/** Undefined: it ended before it listened. */
async function start(where: Where, port: number): Promise<ChildProcess | undefined> {
  const started = spawn(process.execPath, [script], {
    env: {
      ...process.env,
      ...("databaseUrl" in where ? { DATABASE_URL: where.databaseUrl } : { DATABASE_FOLDER: where.databaseFolder }),
      PORT: String(port),
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  process.once("exit", () => started.kill("SIGKILL"));
  const listens = once(createInterface({ input: started.stdout }), "line");
  const isUp = await Promise.race([listens.then(() => true), once(started, "exit").then(() => false)]);
  return isUp ? started : undefined;
}
