import type { Cancel } from "../clock/clock.ts";
import type { JournalEvent } from "../journal/event.ts";
import type { Dialled } from "../page/protocol.ts";
import { dialByHand, type HandCall, type HeldPhone } from "./dial-by-hand.ts";
import { forgetOldest } from "./forget.ts";
import type { HandPhone } from "./hand-phone.ts";
import type { Line } from "./line.ts";
import type { LiveCalls } from "./live-calls.ts";
import { SimulatedCall } from "./simulated-call.ts";

export interface PhoneCall extends HandCall {
  /** Undefined: in real time. */
  readonly speed: number | undefined;
}

/** So many simulated calls are told from memory after their end; older ones are on disk. Chosen. */
const keptMax = 20;

/** The phones that are off the hook: on the line itself, or each in a simulated time of its own. */
export class Phones {
  readonly #line: Line;
  readonly #held = new Map<string, HandPhone>();
  readonly #simulated = new Map<string, SimulatedCall>();
  readonly #dialling = new Set<Promise<Dialled>>();
  readonly #listeners = new Set<(event: JournalEvent) => void>();

  constructor(line: Line) {
    this.#line = line;
  }

  /** @throws BenchError when a function cannot be built as it is now, or a simulated line cannot be opened. */
  async dial({ speed, ...call }: PhoneCall): Promise<Dialled> {
    const dialling = speed === undefined ? this.#dial(call) : this.#dialSimulated({ ...call, speed });
    this.#dialling.add(dialling);
    try {
      return await dialling;
    } finally {
      this.#dialling.delete(dialling);
    }
  }

  /** Undefined: there is no such call, or it is over. */
  get(contactId: string): HandPhone | undefined {
    return this.#held.get(contactId);
  }

  /** Where the call is told. */
  callsWith(contactId: string): LiveCalls {
    return (this.#simulated.get(contactId) ?? this.#line).calls;
  }

  goesOn(contactId: string): boolean {
    return this.callsWith(contactId).goesOn(contactId);
  }

  /** Tells the time that it is in a simulated call; in any other it is what the clock on the wall says. */
  watchTime(contactId: string, tell: (now: number, speed: number) => void): Cancel {
    return this.#simulated.get(contactId)?.watchTime(tell) ?? (() => {});
  }

  /** Hears what happens in simulated calls: none of it is in the line's own journal. */
  listen(listener: (event: JournalEvent) => void): void {
    this.#listeners.add(listener);
  }

  /** Ends the calls that have a bench of their own, also those that are just being dialled. Nothing is dialled after it. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#dialling);
    await Promise.all([...this.#simulated.values()].map((call) => call.close()));
  }

  async #dial(call: HandCall): Promise<Dialled> {
    const { bench, clock, conditions, journalName } = this.#line;
    await bench.deploy();
    const held = dialByHand(call, { bench, conditions, clock, real: clock, tempo: undefined });
    this.#hold(held);
    return { contactId: held.contactId, journal: journalName };
  }

  async #dialSimulated(wish: HandCall & { readonly speed: number }): Promise<Dialled> {
    const happened = (event: JournalEvent) => {
      for (const listener of this.#listeners) listener(event);
    };
    const call = await SimulatedCall.dial(this.#line, { ...wish, happened });
    this.#hold(call);
    this.#simulated.set(call.contactId, call);
    forgetOldest(this.#simulated, keptMax);
    return { contactId: call.contactId, journal: call.journalName };
  }

  #hold({ contactId, phone }: HeldPhone): void {
    this.#held.set(contactId, phone);
    phone.whenOver(() => this.#held.delete(contactId));
  }
}
