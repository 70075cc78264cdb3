import type { Clock, Millis } from "../clock/clock.ts";
import type { Progress } from "../simulate/explore/exploration.ts";
import { deviations } from "../simulate/explore/report.ts";

/** Where nobody watches, a line is told this often. Chosen: a log says that the search goes on, and is not filled by it. */
const plainMs: Millis = 10_000;

/** Takes a terminal's cursor back to the start of the line, and clears it. */
const fresh = "\r\u001b[K";

export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How far a search is: one line that redraws on a terminal, a line now and then elsewhere, and each finding as it is found. */
export class SearchProgress {
  readonly #clock: Clock;
  readonly #output: ProgressOutput;
  readonly #startedAt: Millis;
  #toldAt: Millis;

  constructor(clock: Clock, output: ProgressOutput) {
    this.#clock = clock;
    this.#output = output;
    this.#startedAt = clock.now();
    this.#toldAt = this.#startedAt;
  }

  tell(progress: Progress): void {
    const watched = this.#output.isTTY === true;
    if (progress.found !== undefined) {
      const { type, place, counterexample } = progress.found;
      const happened = counterexample.deviations.map(({ name }) => name);
      const how = happened.length === 0 ? "" : `: ${happened.join("; ")}`;
      this.#output.write(
        `${watched ? fresh : ""}found ${type} at ${place}, with ${deviations(happened.length)}${how}\n`,
      );
    }
    if (watched) this.#output.write(`${fresh}${this.#line(progress)}`);
    else if (this.#clock.now() - this.#toldAt >= plainMs) {
      this.#toldAt = this.#clock.now();
      this.#output.write(`${this.#line(progress)}\n`);
    }
  }

  /** Takes the line that redraws away. */
  end(): void {
    if (this.#output.isTTY === true) this.#output.write(fresh);
  }

  #line({ runs, outcomes, findings, deviations: level }: Progress): string {
    const elapsedMs = this.#clock.now() - this.#startedAt;
    const rate = elapsedMs > 0 ? ` (${Math.round((runs * 1_000) / elapsedMs)}/s)` : "";
    const where = level === undefined ? "drawn by chance" : `with ${deviations(level)}`;
    return `${runs} runs${rate}, ${outcomes} outcomes, ${findings} findings; now ${where}`;
  }
}
