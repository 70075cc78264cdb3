import { basename } from "node:path";
import { systemChance } from "../clock/chance.ts";
import type { Cancel, Millis } from "../clock/clock.ts";
import type { DrivenClock } from "../clock/driven.ts";
import { Bench } from "../connect/bench.ts";
import type { JournalEvent } from "../journal/event.ts";
import type { JournalFile } from "../journal/file.ts";
import { Journal } from "../journal/journal.ts";
import { simulatedTime } from "../simulate/simulated-time.ts";
import { CallConditions } from "./call-conditions.ts";
import { dialByHand, type HandCall, type HeldPhone } from "./dial-by-hand.ts";
import type { HandPhone } from "./hand-phone.ts";
import type { Line } from "./line.ts";
import { LiveCalls } from "./live-calls.ts";
import { Tempo } from "./tempo.ts";

export interface SimulatedCallOptions extends HandCall {
  /** So many simulated milliseconds pass in a real one. */
  readonly speed: number;
  readonly happened: (event: JournalEvent) => void;
}

/** How often somebody who follows the call is told what time it is. Chosen: a bar that grows looks smooth enough. */
const tickMs: Millis = 100;

/**
 * A call by hand in simulated time. Each has a time of its own, and so a bench and a journal of its own; the APIs are
 * those of the line, so that what it reserves is reserved there.
 */
export class SimulatedCall implements HeldPhone {
  readonly contactId: string;
  readonly phone: HandPhone;
  readonly calls: LiveCalls;
  /** It has ended, all that it set off too, and nothing of it runs any more. */
  isOver = false;
  /** The name of its journal. */
  readonly journalName: string;
  readonly #line: Line;
  readonly #clock: DrivenClock;
  readonly #tempo: Tempo;
  readonly #closed: Promise<void>;
  #close: () => void = () => {};

  /** @throws BenchError when a function that the number can come to cannot be built, or the journal cannot be written. */
  static async dial(line: Line, options: SimulatedCallOptions): Promise<SimulatedCall> {
    const { instance, services, clock: real } = line;
    const { clock, standsStill } = simulatedTime(1, { start: real.now(), speed: options.speed });
    const journal = new Journal({ keeps: false });
    const file = line.keep(journal);
    journal.listen(options.happened);
    try {
      const conditions = new CallConditions(journal);
      const calls = new LiveCalls(journal, real);
      const { number } = options;
      const common = { instance, number, services, stock: line.bench.stock, clock, chance: systemChance, journal };
      const bench = await Bench.open({ ...common, conditions: conditions.of });
      return new SimulatedCall(line, options, { clock, standsStill, conditions, calls, bench, file });
    } catch (error) {
      file.close();
      throw error;
    }
  }

  private constructor(
    line: Line,
    wish: SimulatedCallOptions,
    { clock, standsStill, conditions, calls, bench, file }: Parts,
  ) {
    this.#line = line;
    this.#clock = clock;
    this.calls = calls;
    this.journalName = basename(file.path);
    this.#tempo = new Tempo(clock, wish.speed);
    const held = dialByHand(wish, { bench, conditions, clock, real: line.clock, tempo: this.#tempo });
    this.contactId = held.contactId;
    this.phone = held.phone;
    const stopped = new Promise<void>((resolve) => {
      this.#close = resolve;
    });
    this.#closed = Promise.race([bench.settled(), standsStill, stopped])
      .catch((error: unknown) => calls.breakOff(error instanceof Error ? error.message : String(error)))
      .finally(() => bench.close())
      .finally(() => {
        file.close();
        this.isOver = true;
      });
  }

  /** Tells what time it is there, and how fast it goes, again and again until the returned function is called. */
  watchTime(tell: (now: Millis, speed: number) => void): Cancel {
    let cancel: Cancel = () => {};
    const tick = () => {
      this.#clock.catchUp();
      tell(this.#clock.now(), this.#tempo.speed);
      cancel = this.#line.clock.after(tickMs, tick);
    };
    tick();
    return () => cancel();
  }

  /** Ends it, whatever is still going on. */
  close(): Promise<void> {
    this.#close();
    return this.#closed;
  }
}

interface Parts {
  readonly clock: DrivenClock;
  readonly standsStill: Promise<never>;
  readonly conditions: CallConditions;
  readonly calls: LiveCalls;
  readonly bench: Bench;
  readonly file: JournalFile;
}
