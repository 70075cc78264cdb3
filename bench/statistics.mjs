/** @param {readonly number[]} values @returns {number} NaN of none */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return (at(sorted, Math.floor(middle)) + at(sorted, Math.ceil(middle) - 1)) / 2;
}

/** The smallest value that is not below this share of all. @param {readonly number[]} values @param {number} share */
export function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return at(sorted, Math.ceil(sorted.length * share) - 1);
}

/** @typedef {{ median: number, min: number, max: number }} Spread */

/** @param {readonly number[]} values @returns {Spread} */
export function spread(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** @param {readonly number[]} values @param {number} index */
const at = (values, index) => values[index] ?? Number.NaN;
