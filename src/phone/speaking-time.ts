import type { Millis } from "../clock/clock.ts";

/**
 * How long a voice takes for a text, about: AWS does not say how fast its voices speak, so both numbers are chosen.
 * 15 Latin characters a second is a calm reading of English (some 160 words a minute), 7 Japanese ones are a calm
 * reading of Japanese.
 */
const latinMs: Millis = 1_000 / 15;
const wideMs: Millis = 1_000 / 7;
/** A short word still takes a breath. Chosen. */
const leastMs: Millis = 300;

export function speakingMs(text: string): Millis {
  const characters = [...text.trim()];
  if (characters.length === 0) return 0;
  const ms = characters.reduce((sum, one) => sum + (/[\u3000-\u9fff\uff00-\uffef]/.test(one) ? wideMs : latinMs), 0);
  return Math.max(leastMs, Math.round(ms));
}
