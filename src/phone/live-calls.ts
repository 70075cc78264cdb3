import type { Cancel, Clock, Millis } from "../clock/clock.ts";
import { CallPart } from "../journal/call-part.ts";
import type { EventOf, JournalEvent } from "../journal/event.ts";
import type { Journal } from "../journal/journal.ts";
import { Unfinished } from "../journal/unfinished.ts";
import { forgetOldest } from "./forget.ts";

/** Whoever follows a call. `index` counts the events of the call, from 0. */
export interface Follower {
  event(event: JournalEvent, index: number): void;
  /** The call and everything that it set off is over; `problem`: or why it cannot go on. */
  over(problem?: string): void;
}

/** Calls that are over and still told from memory; older ones are in their journal on disk. Chosen: about 100 KB each. */
const keptMax = 100;
/** What is written of a call just after its end, such as the REPORT line of its last function, still belongs to it. Chosen. */
const afterwordMs: Millis = 500;

/** The calls of a line that is up, each with its part of the record: who looks at one later, or again, sees all of it. */
export class LiveCalls {
  readonly #clock: Clock;
  readonly #calls = new Map<string, LiveCall>();
  #opened: EventOf<"journal.opened"> | undefined;

  constructor(journal: Journal, clock: Clock) {
    this.#clock = clock;
    journal.listen((event) => this.#read(event));
  }

  /** Hands over the call's events after the first `skip` ones, those to come too. Undefined: no such call is known. */
  follow(contactId: string, skip: number, follower: Follower): Cancel | undefined {
    return this.#calls.get(contactId)?.follow(skip, follower);
  }

  /** Whether the call, or something that it set off, is not over yet. */
  goesOn(contactId: string): boolean {
    return this.#calls.get(contactId)?.isOver === false;
  }

  /** None of the calls can go on. */
  breakOff(problem: string): void {
    for (const call of this.#calls.values()) call.breakOff(problem);
  }

  #read(event: JournalEvent): void {
    if (event.type === "journal.opened") this.#opened = event;
    if (event.type === "contact.initiated") {
      const call = new LiveCall(event.contactId, this.#clock);
      if (this.#opened !== undefined) call.read(this.#opened);
      this.#calls.set(event.contactId, call);
      forgetOldest(this.#calls, keptMax);
    }
    const contactId = "contactId" in event ? event.contactId : undefined;
    if (contactId !== undefined) this.#calls.get(contactId)?.read(event);
    else for (const call of this.#calls.values()) call.read(event);
  }
}

class LiveCall {
  readonly #part: CallPart;
  readonly #clock: Clock;
  readonly #events: JournalEvent[] = [];
  readonly #unfinished = new Unfinished();
  readonly #followers = new Set<Follower>();
  isOver = false;
  /** Why it could not go on. */
  #problem: string | undefined;

  constructor(contactId: string, clock: Clock) {
    this.#part = new CallPart(contactId);
    this.#clock = clock;
  }

  read(event: JournalEvent): void {
    if (this.isOver || !this.#part.read(event)) return;
    this.#events.push(event);
    for (const follower of this.#followers) follower.event(event, this.#events.length - 1);
    const wasOpen = !this.#unfinished.isOver;
    this.#unfinished.read(event);
    if (wasOpen && this.#unfinished.isOver) this.#clock.after(afterwordMs, () => this.#end());
  }

  follow(skip: number, follower: Follower): Cancel {
    for (const [index, event] of this.#events.entries()) if (index >= skip) follower.event(event, index);
    if (this.isOver) follower.over(this.#problem);
    else this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Unless something was opened once more in the meantime: its own end comes here too. */
  #end(): void {
    if (this.#unfinished.isOver) this.breakOff();
  }

  /** Nothing follows. */
  breakOff(problem?: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#problem = problem;
    for (const follower of this.#followers) follower.over(problem);
    this.#followers.clear();
  }
}
