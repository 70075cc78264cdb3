import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { environmentMark } from "./environment-variables.ts";

/**
 * Kills what is left when the bench dies, however it dies. A frozen process cannot notice by itself that the bench is
 * gone, so one small shell watches for all: it knows the process groups, and reads from a pipe whose other end
 * only the bench has. When that pipe ends without a "done", the bench is dead.
 */
export class Watchdog {
  readonly #scratchPath: string;
  #shell: ChildProcess | undefined;

  /** `scratchPath` is the bench's own temporary folder. It is removed too, and processes are known by it. */
  constructor(scratchPath: string) {
    this.#scratchPath = scratchPath;
  }

  watch(group: number): void {
    this.#shell ??= this.#start();
    this.#shell.stdin?.write(`watch ${group}\n`);
  }

  forget(group: number): void {
    this.#shell?.stdin?.write(`forget ${group}\n`);
  }

  /** The bench has ended everything itself. */
  async close(): Promise<void> {
    const shell = this.#shell;
    this.#shell = undefined;
    if (shell === undefined || shell.exitCode !== null || shell.signalCode !== null) return;
    shell.ref(); // What waits for its end must not be left alone.
    shell.stdin?.end("done\n");
    await once(shell, "exit");
  }

  #start(): ChildProcess {
    // A session of its own: a Ctrl-C in the bench's terminal must not reach it before its work.
    const shell = spawn("/bin/sh", ["-c", script, "ringonce-watchdog", `${environmentMark}=`, this.#scratchPath], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
    });
    shell.unref();
    // Without a watchdog the bench still works: only a bench that is killed would leave processes behind.
    shell.on("error", () => {});
    shell.stdin?.on("error", () => {});
    return shell;
  }
}

/** POSIX sh. Its input is numbers, its two arguments the bench's own; nothing of the user's gets here. */
const script = `
trap '' HUP INT TERM
groups=
while read -r verb group; do
  case $verb in
    watch) groups="$groups $group" ;;
    forget)
      left=
      for each in $groups; do [ "$each" = "$group" ] || left="$left $each"; done
      groups=$left ;;
    done) exit 0 ;;
  esac
done
for group in $groups; do kill -9 "-$group"; done
for round in 1 2 3; do
  for file in $(grep -lsF "$1$2/" /proc/[0-9]*/environ); do
    stray=\${file#/proc/}
    kill -9 "\${stray%/environ}"
  done
done
rm -rf "$2"
`;
