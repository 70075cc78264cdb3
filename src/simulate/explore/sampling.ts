import { type Chance, pick, seededChance } from "../../clock/chance.ts";
import { Choices } from "../choices.ts";

/** How much goes wrong in a drawn run: a run has one of these for each of its points. Chosen: from one mishap a call to a day on which nothing works. */
const shares = [0.05, 0.1, 0.2, 0.4] as const;

/** The choices of the nth drawn run of a search. They depend on nothing else, so shards can take the runs in turn. */
export function drawn(seed: number, n: number): Choices {
  const chance = seededChance(Math.imul(seed, 0x9e3779b1) + n);
  const share = shares[n % shares.length] ?? 0;
  return new Choices(({ options }) =>
    chance.next() < share ? options[deviationAmong(options.length, chance)] : undefined,
  );
}

function deviationAmong(options: number, chance: Chance): number {
  return options < 2 ? 0 : pick(chance, 1, options - 1);
}
