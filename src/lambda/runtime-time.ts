import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";
import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import type { DrivenClock } from "../clock/driven.ts";
import { SystemClock } from "../clock/system.ts";
import { type FarEnd, onTheWay, type Wire } from "../clock/wire.ts";

/** The time that a runtime and its handler live in. */
export interface RuntimeTime {
  /** Calls back when its clock shows the bench's time and all that was due by then is done. */
  tell(then: () => void): void;
  /** Calls back when it has nothing left to do at this moment. */
  whenQuiet(then: () => void): void;
  /** Whether its handler has left something behind that goes on with the next event, as far as that can be known. */
  readonly unfinished: boolean;
  freeze(): void;
  thaw(): void;
  /** It is being killed, or gone. Nothing is called back any more. */
  end(): void;
}

/** The machine's own: there is nothing to do about it. */
export class RealTime implements RuntimeTime {
  readonly unfinished = false;
  tell(then: () => void): void {
    then();
  }
  whenQuiet(then: () => void): void {
    then();
  }
  freeze(): void {}
  thaw(): void {}
  end(): void {}
}

/** A runtime that knows the machine's time alone, in a bench on simulated time: that stands still while it runs. */
export class HeldTime extends RealTime {
  readonly #clock: Clock;
  readonly #name: string;
  #release: Cancel;

  constructor(clock: Clock, name: string) {
    super();
    this.#clock = clock;
    this.#name = name;
    this.#release = this.#hold();
  }

  override freeze(): void {
    this.#release();
  }

  override thaw(): void {
    this.#release = this.#hold();
  }

  override end(): void {
    this.#release();
  }

  #hold(): Cancel {
    return this.#clock.hold(() => `${this.#name} is running, in real time: its runtime is its own`);
  }
}

/** The process says that it has nothing to do before the moment `next`, having done what it was asked. */
interface IdleReport {
  readonly ask: number;
  /** On the clock's scale of elapsed time. */
  readonly next: Millis | null;
  /** Something is left that would go on by itself, if the process were let. */
  readonly unfinished: boolean;
  readonly connections: readonly FarEnd[];
}

/** The process says with what it is still busy. */
interface BusyReport {
  readonly waits: readonly string[];
}

/**
 * A runtime whose process counts the bench's time. While it has anything to do, time stands still; when it has nothing,
 * time may pass until its next timer is due. The other end is runtime/simulated-time.mjs or .py.
 */
export class SimulatedTime implements RuntimeTime {
  readonly #clock: DrivenClock;
  readonly #name: string;
  readonly #wires: readonly Wire[];
  readonly #control: Duplex | undefined;
  #asks = 0;
  #toldAt: Millis;
  /** Nothing can happen in the process unless the bench does something. */
  #quiet = false;
  #frozen = false;
  #unfinished = false;
  #report: IdleReport | undefined;
  #waits = "is being started";
  #whenQuiet: (() => void)[] = [];
  #release: Cancel | undefined;
  #cancelTimer: Cancel = () => {};
  #over = false;

  constructor(options: {
    readonly clock: DrivenClock;
    readonly name: string;
    readonly wires: readonly Wire[];
    readonly control: Duplex | undefined;
  }) {
    const { clock, name, wires, control } = options;
    this.#clock = clock;
    this.#name = name;
    this.#wires = wires;
    this.#control = control;
    this.#toldAt = clock.elapsed();
    this.#hold();
    if (control === undefined) return;
    const gone = () => {}; // The end of the process is noticed elsewhere.
    control.on("error", gone);
    const lines = createInterface({ input: control });
    lines.on("error", gone).on("line", (line) => this.#read(JSON.parse(line)));
  }

  tell(then: () => void): void {
    if (this.#over) return;
    const deliver = () => {
      then();
      this.#ask();
    };
    if (this.#quiet && this.#toldAt === this.#clock.elapsed()) {
      deliver();
    } else {
      this.#whenQuiet.push(deliver);
      this.#ask();
    }
  }

  whenQuiet(then: () => void): void {
    if (this.#quiet) then();
    else this.#whenQuiet.push(then);
  }

  get unfinished(): boolean {
    return this.#unfinished;
  }

  freeze(): void {
    this.#frozen = true;
    this.#cancelTimer();
  }

  thaw(): void {
    this.#frozen = false;
    this.#hold();
  }

  end(): void {
    this.#over = true;
    this.#cancelTimer();
    this.#release?.();
  }

  #hold(): void {
    this.#quiet = false;
    this.#cancelTimer();
    this.#release ??= this.#clock.hold(() => `${this.#name} ${this.#waits}`);
  }

  /** Says what time it is, and waits until everything that is now due is done. */
  #ask(): void {
    this.#hold();
    this.#asks += 1;
    this.#toldAt = this.#clock.elapsed();
    this.#report = undefined;
    this.#waits = "has not paused once, as a loop does that waits for the time to pass";
    this.#control?.write(`${JSON.stringify({ to: this.#toldAt, date: this.#clock.now(), ask: this.#asks })}\n`);
  }

  #read(report: IdleReport | BusyReport): void {
    if (this.#over || this.#frozen) return;
    if ("waits" in report) {
      this.#waits = `waits for ${report.waits.join(" and ")}`;
    } else if (report.ask === this.#asks) {
      const first = this.#report === undefined;
      this.#report = report;
      if (first) setImmediate(() => this.#look(1)); // What it wrote before can be read by then.
    }
  }

  /** The process has nothing to do. What it has sent may still be on its way. */
  #look(turn: number): void {
    const report = this.#report;
    if (report === undefined || this.#over || this.#frozen) return;
    const waits = onTheWay(this.#wires, report.connections);
    if (waits === undefined) {
      this.#report = undefined;
      this.#unfinished = report.unfinished;
      this.#rest(report.next);
      return;
    }
    this.#waits = `waits for ${waits}`;
    if (turn < 20) setImmediate(() => this.#look(turn + 1));
    else realTime.after(1, () => this.#look(turn));
  }

  #rest(next: Millis | null): void {
    this.#quiet = true;
    while (this.#quiet && !this.#over) {
      const then = this.#whenQuiet.shift();
      if (then === undefined) break;
      then();
    }
    if (!this.#quiet || this.#over) return;
    this.#cancelTimer();
    if (next !== null && !this.#frozen) {
      this.#cancelTimer = this.#clock.after(Math.max(0, next - this.#clock.elapsed()), () => this.#ask());
    }
    this.#release?.();
    this.#release = undefined;
  }
}

/** What is on its way takes real time. */
const realTime: Clock = new SystemClock();
