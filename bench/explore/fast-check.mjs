import fc from "fast-check";

/**
 * The same search as ours draws it, by fast-check: what the world does is drawn for each run, the same model is
 * played, and the run is judged by the same findings. Two ways in which somebody might write it.
 * @typedef {{ options: readonly unknown[] }} Point
 * @typedef {(take: (point: Point) => unknown) => void} PlayAndJudge
 */

const shares = [0.05, 0.1, 0.2, 0.4];
/** fast-check likes small numbers; unbiased, so that as much goes wrong as in our runs. */
const draw = () => fc.noBias(fc.nat(9_999));
/** No run of the naive line comes to more choices. */
const choicesMax = 40;

/** All draws before the run. @param {PlayAndJudge} playAndJudge */
export function fromAnArray(playAndJudge) {
  const draws = fc.array(draw(), { minLength: choicesMax, maxLength: choicesMax });
  return fc.property(fc.constantFrom(...shares), draws, (share, drawn) => {
    let next = 0;
    playAndJudge(({ options }) => {
      const drew = (drawn[next++] ?? 9_999) / 10_000;
      return drew < share ? options[1 + Math.floor((drew / share) * (options.length - 1))] : undefined;
    });
  });
}

/** Each draw as the run asks for it. @param {PlayAndJudge} playAndJudge */
export function onDemand(playAndJudge) {
  return fc.property(fc.constantFrom(...shares), fc.gen(), (share, generate) => {
    playAndJudge(({ options }) =>
      generate(draw) < share * 10_000 ? options[generate(fc.integer, { min: 1, max: options.length - 1 })] : undefined,
    );
  });
}

/** @param {ReturnType<typeof fromAnArray> | ReturnType<typeof onDemand>} property @param {number} runs @param {number} seed */
export function check(property, runs, seed) {
  fc.assert(/** @type {any} */ (property), { numRuns: runs, seed });
}
