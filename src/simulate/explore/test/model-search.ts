import { SimulatedClock } from "../../../clock/simulated.ts";
import { type ModelLine, playModel } from "../../model/line.ts";
import { type ExplorationOptions, explore } from "../exploration.ts";
import type { Report } from "../report.ts";

/** A search of a model, as far as a test cares. */
export type Some = Partial<ExplorationOptions> & { readonly seed?: number };

export function searchOptions(line: ModelLine, { seed = 1, ...some }: Some = {}): ExplorationOptions {
  const { number, from, presses, instance } = line;
  return {
    subject: { instance: "line.json", number, from, presses, seed },
    ringonce: "0.0.0",
    run: (choices) => playModel(line, choices),
    flows: instance.flows,
    clock: new SimulatedClock(),
    ...some,
  };
}

export const search = (line: ModelLine, some?: Some): Promise<Report> => explore(searchOptions(line, some));
