import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Duplex } from "node:stream";
import type { Clock, Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";
import { environmentMark } from "./environment-variables.ts";
import type { ProcessEnd } from "./function-error.ts";
import { Output } from "./output.ts";
import type { Command } from "./runtimes.ts";
import type { Watchdog } from "./watchdog.ts";

/** How long a dead process's last output is waited for, should something hold its pipe open that could not be found. Chosen. */
const lastOutputMsMax: Millis = 50;

/**
 * A runtime's process: a real one, without a shell, leader of a group of its own. What the handler starts belongs to
 * the group and is frozen and killed with it. A child that leaves the group runs on while the rest is frozen (which
 * AWS would not let it), but dies with it: it is found by its environment variables where there is a /proc.
 */
export class RuntimeProcess {
  readonly #child: ChildProcess;
  readonly #outputs: readonly Output[];
  readonly #mark: Buffer;
  /** Its number names its group only while it is there: afterwards somebody else may get it. */
  #group: number | undefined;

  constructor(options: {
    readonly command: Command;
    readonly workingFolder: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly watchdog: Watchdog;
    /** With a channel on file descriptor 3 over which its clock is told the time. */
    readonly controlled: boolean;
    readonly line: (message: string) => void;
    /** The process and all that it started are gone, and every line has been handed over. */
    readonly ended: (end: ProcessEnd) => void;
  }) {
    const { command, workingFolder, variables, watchdog, line, ended } = options;
    this.#mark = Buffer.from(`${environmentMark}=${variables[environmentMark]}\0`);
    this.#child = spawn(command.path, command.arguments, {
      cwd: workingFolder,
      env: variables,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", ...(options.controlled ? (["pipe"] as const) : [])],
    });

    // Ours write everything to stdout. Where a `provided` runtime uses both, each keeps its order.
    this.#outputs = [this.#child.stdout, this.#child.stderr].map((stream) => {
      const output = new Output(line);
      stream?.on("data", (chunk: Buffer) => output.write(chunk));
      return output;
    });

    const { pid } = this.#child;
    if (pid === undefined) {
      this.#child.once("error", (error: NodeJS.ErrnoException) =>
        ended({ type: "notStarted", path: command.path, code: error.code ?? error.message }),
      );
      return;
    }
    this.#group = pid;
    watchdog.watch(pid);
    this.#child.once("exit", (status, signal) => {
      this.kill();
      this.#group = undefined;
      killStrays(this.#mark);
      watchdog.forget(pid);
      this.#whenDrained(() => {
        this.flush();
        ended(signal === null ? { type: "exited", status: status ?? 0 } : { type: "signalled", signal });
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#group !== undefined;
  }

  /** The bench's end of the channel, where there is one. */
  get control(): Duplex | undefined {
    const channel = this.#child.stdio[3];
    return channel instanceof Duplex ? channel : undefined;
  }

  /** Hands over a last line that has no end yet. */
  flush(): void {
    for (const output of this.#outputs) output.flush();
  }

  /** Nothing of it runs until it is thawed; timers that fall due meanwhile fire then. */
  freeze(): void {
    this.#signal("SIGSTOP");
  }

  thaw(): void {
    this.#signal("SIGCONT");
  }

  /** At once, and whether frozen or not. `ended` follows. */
  kill(): void {
    this.#signal("SIGKILL");
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#group === undefined) return;
    try {
      process.kill(-this.#group, signal);
    } catch {
      // The group is gone.
    }
  }

  #whenDrained(then: () => void): void {
    const cancel = realTime.after(lastOutputMsMax, () => {
      this.#child.stdout?.destroy();
      this.#child.stderr?.destroy();
      this.control?.destroy();
    });
    this.#child.once("close", () => {
      cancel();
      then();
    });
  }
}

/** The end of a process takes real time, whatever clock the functions are on. */
const realTime: Clock = new SystemClock();

/** Kills every process whose environment has this entry, and what those start meanwhile. Without /proc (macOS) none is found. */
export function killStrays(mark: Buffer): void {
  if (!existsSync("/proc/self/environ")) return;
  // A killed process may still be seen for a moment. 100 rounds: far more than that moment takes, and not for ever.
  for (let round = 0; round < 100; round++) {
    const strays = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && environmentOf(entry).includes(mark));
    if (strays.length === 0) return;
    for (const stray of strays) {
      try {
        process.kill(Number(stray), "SIGKILL");
      } catch {
        // Gone by itself.
      }
    }
  }
}

function environmentOf(pid: string): Buffer {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch {
    return Buffer.alloc(0); // Gone, or another user's.
  }
}
