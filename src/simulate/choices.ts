import { assert } from "../assert.ts";

/** Something that the world may do at a point of a run. */
export interface Option {
  /** Unlike the point's other options, and the same in every run: a counterexample names it. */
  readonly id: string;
  /** What happens, in the words of phone calls: "its connection breaks after it did the work". */
  readonly name: string;
}

/** A moment at which the world decides. */
export interface Point<O extends Option = Option> {
  /** The same moment has the same id in every run that comes to it: "call-1/reserve-1/attempt-2/request-1". */
  readonly id: string;
  /** What the decision is about: "POST /reservations from attempt #2 of reserve". */
  readonly subject: string;
  /** In the first one nothing goes wrong. Every other is a deviation. */
  readonly options: readonly [O, ...O[]];
}

/** The world did not do what it does when nothing goes wrong. A run is its deviations: all else follows. */
export interface Deviation {
  readonly point: string;
  readonly option: string;
}

/** A point that a run came to, and what the world did there. */
export interface Choice {
  readonly point: Point;
  readonly taken: Option;
}

/** The world's free will in one run: whatever nothing else decides is asked for here, and remembered. */
export class Choices {
  readonly #take: (point: Point) => Option | undefined;
  readonly #made: Choice[] = [];
  readonly #met = new Set<string>();

  /** `take` picks an option, or leaves it at the first. */
  constructor(take: (point: Point) => Option | undefined) {
    this.#take = take;
  }

  choose<O extends Option>(point: Point<O>): O {
    assert(!this.#met.has(point.id), `a run came to the choice ${point.id} twice`);
    this.#met.add(point.id);
    const taken = (this.#take(point) as O | undefined) ?? point.options[0]; // `take` picks one of the point's own.
    this.#made.push({ point, taken });
    return taken;
  }

  /** In the order in which the run came to them. */
  get made(): readonly Choice[] {
    return this.#made;
  }

  get deviations(): readonly Deviation[] {
    return this.#made
      .filter(({ point, taken }) => taken !== point.options[0])
      .map(({ point, taken }) => ({ point: point.id, option: taken.id }));
  }

  met(pointId: string): boolean {
    return this.#met.has(pointId);
  }
}

/** The run that these deviations determine. A deviation that it never comes to does nothing; `unmet` tells. */
export function following(deviations: readonly Deviation[]): Choices {
  return new Choices(({ id, options }) => {
    const deviation = deviations.find(({ point }) => point === id);
    return deviation && options.find((option) => option.id === deviation.option);
  });
}

/** Which of the deviations that a run was to follow it did not take: its points, or their options, are other ones. */
export function unmet(deviations: readonly Deviation[], choices: Choices): readonly Deviation[] {
  const taken = choices.deviations;
  return deviations.filter(({ point, option }) => !taken.some((one) => one.point === point && one.option === option));
}
