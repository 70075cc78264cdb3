import type { Millis } from "../../clock/clock.ts";
import { Asked } from "../../journal/asked.ts";
import type { EventOf, JournalEvent } from "../../journal/event.ts";
import { Timeline, type TimelineLine } from "../../journal/timeline.ts";
import { Atlas } from "../whereabouts.ts";
import type { NamedDeviation } from "./counterexample.ts";

/** A line of a run's timeline. `atMs` counts from the start of the first call. */
export interface RunLine extends TimelineLine {
  /** 1 for the first call, 2 when the caller has dialled again. */
  readonly call: number;
}

/** Reads the record of a run, all its calls, as one timeline, event by event, and marks the deviations where they happen. */
export class RunTimeline {
  readonly #pending: NamedDeviation[];
  readonly #atlas = new Atlas();
  readonly #calls = new Map<string, { readonly call: number; readonly startMs: Millis; readonly timeline: Timeline }>();
  readonly #asked = new Asked();
  readonly #counts = new Map<string, number>();
  #startedAt: Millis | undefined;

  constructor(deviations: readonly NamedDeviation[]) {
    this.#pending = [...deviations];
  }

  /** The lines that the event adds. */
  read(event: JournalEvent): readonly RunLine[] {
    if (!("contactId" in event) || event.contactId === undefined) return [];
    if (event.type === "contact.initiated") this.#begin(event);
    const known = this.#calls.get(event.contactId);
    if (known === undefined) return [];
    this.#atlas.read(event);
    const { call, startMs, timeline } = known;
    const line = timeline.read(event);
    const own = line === undefined ? [] : [{ ...line, atMs: line.atMs + startMs, call }];
    const marks = this.#met(event).map(
      ({ name }): RunLine => ({
        atMs: event.at - (this.#startedAt ?? event.at),
        subject: "deviation",
        text: name,
        alarming: true,
        call,
      }),
    );
    // What brings something to its end is told before the end.
    const ends = event.type === "attempt.finished" || event.type === "invocation.finished";
    return ends ? [...marks, ...own] : [...own, ...marks];
  }

  #begin({ contactId, at }: EventOf<"contact.initiated">): void {
    this.#startedAt ??= at;
    const timeline = new Timeline(contactId, this.#asked);
    this.#calls.set(contactId, { call: this.#calls.size + 1, startMs: at - this.#startedAt, timeline });
  }

  /** The deviations that happen with this event. */
  #met(event: JournalEvent): readonly NamedDeviation[] {
    const isHere = this.#here(event);
    const met = this.#pending.filter(({ point }) => isHere(point));
    for (const one of met) this.#pending.splice(this.#pending.indexOf(one), 1);
    return met;
  }

  /** Which points of a run, by their ids, the event is the moment of. */
  #here(event: JournalEvent): (point: string) => boolean {
    if (event.type === "message.started") {
      const prompt = `call-${this.#calls.get(event.contactId)?.call}/prompt`;
      const id = `${prompt}-${this.#count(prompt)}`;
      return (point) => point === id;
    }
    if (event.type === "attempt.started") {
      const { place } = this.#atlas.attempt(event.id);
      return (point) => point === place;
    }
    if (event.type === "external.started" && event.attemptId !== undefined) {
      const request = `${this.#atlas.attempt(event.attemptId).place}/request`;
      const id = `${request}-${this.#count(request)}`;
      return (point) => point === id;
    }
    if (event.type === "invocation.finished") {
      const id = `${this.#atlas.placeOfInvocation(event.id)}/caller`;
      return (point) => point === id;
    }
    if (event.type === "attempt.finished") {
      const { place } = this.#atlas.attempt(event.id);
      return (point) => point.startsWith(`${place}/`);
    }
    return () => false;
  }

  #count(what: string): number {
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    return count;
  }
}

/** The timeline of a whole run. */
export function runTimeline(
  events: readonly JournalEvent[],
  deviations: readonly NamedDeviation[],
): readonly RunLine[] {
  const timeline = new RunTimeline(deviations);
  return events.flatMap((event) => timeline.read(event));
}

/** The line as it stands among those of other calls: from the second call on it says whose it is. */
export function amongCalls({ call, text, ...line }: RunLine): TimelineLine {
  return { ...line, text: call === 1 ? text : `call ${call}: ${text}` };
}
