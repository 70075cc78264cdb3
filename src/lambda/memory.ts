import { readFileSync } from "node:fs";
import type { Clock, Millis } from "../clock/clock.ts";
import { SystemClock } from "../clock/system.ts";

/** Between two looks at a running process. Chosen: short enough that a leak is caught, long enough to cost nothing. */
const pollMs: Millis = 20;

interface Watched {
  readonly pid: number;
  readonly limitBytes: number;
  readonly exceeded: () => void;
  peakBytes: number;
}

/**
 * Watches how much memory the running processes use, all of them on one timer, and reports the one that goes over
 * its limit. It is the kernel's count of what the runtime's own process has in RAM (AWS counts the whole
 * environment). macOS has no /proc: there the limit is not enforced, and the memory used reads 0.
 */
export class MemoryWatch {
  // A process uses memory in real time, whatever clock the functions are on.
  readonly #clock: Clock = new SystemClock();
  readonly #watched = new Set<Watched>();
  #polling = false;

  /** From now until `end`, which returns the most that the process has ever used, in bytes. */
  watch(pid: number, limitBytes: number, exceeded: () => void): { end(): number } {
    const watched: Watched = { pid, limitBytes, exceeded, peakBytes: 0 };
    this.#watched.add(watched);
    if (!this.#polling) this.#poll();
    return {
      end: () => {
        this.#watched.delete(watched);
        return watched.peakBytes;
      },
    };
  }

  #poll(): void {
    this.#polling = this.#watched.size > 0;
    if (!this.#polling) return;
    this.#clock.after(pollMs, () => {
      for (const watched of this.#watched) {
        watched.peakBytes = Math.max(watched.peakBytes, peakMemoryBytes(watched.pid));
        if (watched.peakBytes > watched.limitBytes) {
          this.#watched.delete(watched);
          watched.exceeded();
        }
      }
      this.#poll();
    });
  }
}

/** The most that a process has had in RAM so far (VmHWM), 0 where that cannot be read. */
export function peakMemoryBytes(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
