import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { BenchError } from "../bench-error.ts";
import type { Clock, Millis } from "../clock/clock.ts";

export interface ServiceOptions {
  readonly name: string;
  /** The API's address. Port 0: any free port; the command is told which in PORT. */
  readonly url: URL;
  /** A program and its arguments; no shell reads it. */
  readonly command: readonly string[];
  readonly directory: string;
  readonly clock: Clock;
  /** Told of the process group when it starts and when it has gone, so that nothing outlives the bench. */
  readonly guard: { watch(group: number): void; forget(group: number): void };
}

/** A start that takes longer is taken to have failed. Not AWS's number: chosen. */
export const startLimitMs: Millis = 60_000;
/** What a service may take to stop before it is killed. Not AWS's number: chosen. */
const stopLimitMs: Millis = 3_000;
const pollMs: Millis = 10;

/** An external API that the bench started itself, and stops again. */
export class Service {
  readonly url: URL;
  readonly #child: ChildProcess;
  readonly #options: ServiceOptions;
  readonly #exited: Promise<unknown>;
  #output: string[] = [];

  private constructor(url: URL, child: ChildProcess, options: ServiceOptions) {
    this.url = url;
    this.#child = child;
    this.#options = options;
    this.#exited = once(child, "exit").catch(() => {});
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on("line", (line) => this.#keep(line));
    }
  }

  /**
   * Starts the command and waits until its port takes connections.
   * @throws BenchError ERR_EXTERNAL_START when somebody else listens there, or when the command ends or does not
   * listen in time; with the last lines that it printed.
   */
  static async start(options: ServiceOptions): Promise<Service> {
    const url = new URL(options.url);
    if (url.port === "0") url.port = String(await freePort());
    else if (await accepts(url)) {
      const why = `something else listens on ${url.host} already. Stop it, or give the API port 0 for any free one`;
      throw new BenchError("ERR_EXTERNAL_START", `The external API "${options.name}" could not be started: ${why}.`);
    }
    const [program = "", ...args] = options.command;
    const child = spawn(program === "node" ? process.execPath : program, args, {
      cwd: options.directory,
      env: { ...process.env, PORT: portOf(url) },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const service = new Service(url, child, options);
    if (child.pid !== undefined) options.guard.watch(child.pid);
    await service.#listening();
    return service;
  }

  async stop(): Promise<void> {
    const { clock, guard } = this.#options;
    const cancel = clock.after(stopLimitMs, () => this.#signal("SIGKILL"));
    this.#signal("SIGTERM");
    await this.#exited;
    cancel();
    this.#signal("SIGKILL"); // What the program may have left behind in its group.
    this.#child.stdout?.destroy(); // One that left the group may hold them for ever.
    this.#child.stderr?.destroy();
    if (this.#child.pid !== undefined) guard.forget(this.#child.pid);
  }

  async #listening(): Promise<void> {
    const { clock, name } = this.#options;
    const deadline = clock.now() + startLimitMs;
    let failure: string | undefined;
    this.#child.once("error", (error) => (failure = error.message));
    this.#child.once("exit", (code, signal) => (failure ??= `it ended with ${signal ?? `exit code ${code}`}`));
    for (let listens = false; !listens && failure === undefined; listens = await accepts(this.url)) {
      if (clock.now() > deadline) failure = `nothing listens on ${this.url.host} after ${startLimitMs / 1_000} s`;
      await new Promise<void>((resolve) => clock.after(pollMs, resolve));
    }
    if (failure === undefined) return;
    await this.stop();
    throw new BenchError("ERR_EXTERNAL_START", this.#explain(name, failure));
  }

  #explain(name: string, failure: string): string {
    const { command, directory } = this.#options;
    const lines = withoutNodeInternals(this.#output).slice(-20);
    const printed =
      lines.length === 0 ? "It printed nothing." : `It printed:\n${lines.map((line) => `    ${line}`).join("\n")}`;
    const [, missing] = /Cannot find (?:package|module) '([^'./][^']*)'/.exec(lines.join("\n")) ?? [];
    const advice =
      missing === undefined ? "" : `\nThe package ${missing} is not installed. Run npm install in ${directory}.`;
    return `The external API "${name}" could not be started: ${failure}. The command was: ${command.join(" ")} (in ${directory}, with PORT=${this.url.port}). ${printed}${advice}`;
  }

  #keep(line: string): void {
    this.#output = [...this.#output.slice(-99), line];
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group has gone already.
    }
  }
}

/** What a program printed, without what Node.js says of itself when an error ends it: its own lines of the stack trace. */
function withoutNodeInternals(lines: readonly string[]): readonly string[] {
  return lines
    .join("\n")
    .replace(/^node:internal\/.*\n.*\n *\^+$/gm, "")
    .replace(/^ +at .*node:internal\/.*?( \{)?$/gm, "$1")
    .replace(/^ \{\n +code: '\w+'\n\}$/gm, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === "https:" ? "443" : "80");
}

/**
 * Below the ports that Linux (32768-60999) and macOS (49152-65535) hand out for port 0 and to connections: between
 * this look and the API's own bind, nobody gets one by chance.
 */
const firstPort = 20_000;
const lastPort = 32_767;
/** Two benches that run at the same time look in different places: each process has so many ports to itself. */
const portsOfAProcess = 16;
let portsTaken = 0;

async function freePort(): Promise<number> {
  for (let tries = 0; tries <= lastPort - firstPort; tries += 1) {
    const place = process.pid * portsOfAProcess + portsTaken++;
    const port = firstPort + (place % (lastPort - firstPort + 1));
    if (await canListen(port)) return port;
  }
  throw new BenchError("ERR_EXTERNAL_START", `No port from ${firstPort} to ${lastPort} of 127.0.0.1 is free.`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function accepts(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(portOf(url)), url.hostname.replace(/^\[|\]$/g, ""));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
