import { batch, signal } from "@preact/signals";
import type { JournalEvent } from "../journal/event.ts";
import { send } from "./line.ts";
import type { SweepLine, SweepWish } from "./protocol.ts";
import { type Scenario, wishOf } from "./scenario.ts";

/** Calls in simulated time: what the page asks the server for, and what it has heard last. */

/** The last call that was played; it stays until the next one is there. */
export const played = signal<{ readonly scenario: Scenario; readonly events: readonly JournalEvent[] } | undefined>(
  undefined,
);
export const isPlaying = signal(false);
/** Why the last one could not be played. */
export const unplayable = signal<string | undefined>(undefined);

/** Asked for while another call is being played: only the newest of them counts. */
let next: Scenario | undefined;

/** Has the call played, as soon as the one that is being played is over. */
export async function play(scenario: Scenario): Promise<void> {
  next = scenario;
  if (isPlaying.value) return;
  isPlaying.value = true;
  try {
    for (let one = taken(); one !== undefined; one = taken()) await playOne(one);
  } finally {
    isPlaying.value = false;
  }
}

function taken(): Scenario | undefined {
  const one = next;
  next = undefined;
  return one;
}

async function playOne(scenario: Scenario): Promise<void> {
  const response = await send("POST", "/simulations", wishOf(scenario));
  if (response === undefined) return;
  if (!response.ok) {
    unplayable.value = await detailOf(response);
    return;
  }
  const events: readonly JournalEvent[] = linesOf(await response.text()).map((line) => JSON.parse(line));
  batch(() => {
    played.value = { scenario, events };
    unplayable.value = undefined;
  });
}

/** Hands over each line of a sweep as it comes, until the signal stops it. */
export async function sweep(wish: SweepWish, stop: AbortSignal, heard: (line: SweepLine) => void): Promise<void> {
  const response = await send("POST", "/sweeps", wish, stop);
  if (response === undefined) return;
  if (!response.ok) return heard({ problem: await detailOf(response) });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) heard(JSON.parse(line));
    }
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}

async function detailOf(response: Response): Promise<string> {
  const { detail }: { readonly detail: string } = await response.json();
  return detail;
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
