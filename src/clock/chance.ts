import { randomUUID } from "node:crypto";

/** The one source of chance: numbers and identifiers that nothing else decides. */
export interface Chance {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
  /** A version 4 UUID. */
  uuid(): string;
}

/** Chance as it comes: every run differs. */
export const systemChance: Chance = { next: () => Math.random(), uuid: () => randomUUID() };

/** Chance that repeats: the same seed gives the same numbers and identifiers. (mulberry32, public domain.) */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  // No array: a simulated run spends much of its time on its ids.
  const hex = (digits: number): string => {
    let text = "";
    for (let digit = 0; digit < digits; digit++) text += "0123456789abcdef"[Math.floor(next() * 16)];
    return text;
  };
  const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-${"89ab"[Math.floor(next() * 4)]}${hex(3)}-${hex(12)}`;
  return { next, uuid };
}

/** A whole number from `min` to `max`, both included. */
export function pick(chance: Chance, min: number, max: number): number {
  return min + Math.floor(chance.next() * (max - min + 1));
}
