import { fork } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** How long one command may take. */
const commandMsMax = 120_000;

/** The process of one candidate (host.mjs), seen from its parent. */
export class Host {
  #log;
  #process;
  #ended = false;
  /** Takes what comes back for the command in hand: undefined if the process has ended. */
  #answered = (/** @type {unknown} */ _answer) => {};

  /** @param {string} id of the candidate @param {string} folder for whatever it writes */
  constructor(id, folder) {
    mkdirSync(folder);
    this.#log = join(folder, "output.log");
    const output = openSync(this.#log, "w");
    this.#process = fork(join(import.meta.dirname, "host.mjs"), [id], {
      // The leader of a group: whatever the candidate starts is killed with it.
      detached: true,
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, XDG_CACHE_HOME: folder },
      stdio: ["ignore", output, output, "ipc"],
    });
    this.#process.on("message", (answer) => this.#answered(answer));
    this.#process.once("exit", () => {
      this.#ended = true;
      this.#answered(undefined);
    });
    process.once("exit", this.kill);
  }

  /**
   * Throws if the process fails or takes too long. It is of no use then.
   * @template {import("./host.mjs").Command} Command
   * @param {Command} command @returns {Promise<import("./host.mjs").Answers[Command]>}
   */
  async ask(command) {
    const tooLong = setTimeout(this.kill, commandMsMax);
    /** @type {any} */
    const answer = await new Promise((resolve) => {
      this.#answered = resolve;
      if (this.#ended) resolve(undefined);
      else this.#process.send(command, () => {}); // That it cannot be sent means that it ends: that is heard of.
    });
    clearTimeout(tooLong);
    if (answer === undefined) throw new Error(lastError(readFileSync(this.#log, "utf8")));
    return answer;
  }

  kill = () => {
    process.removeListener("exit", this.kill);
    try {
      if (this.#process.pid !== undefined) process.kill(-this.#process.pid, "SIGKILL");
    } catch {
      // The group is gone.
    }
  };
}

/** @param {string} output */
function lastError(output) {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "it ended without a word";
}
