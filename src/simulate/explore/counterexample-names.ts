import { type FoundFinding, keyOf, type Report } from "./report.ts";

/** Not a limit of any file system's, chosen: far below all of them, also where a character takes three bytes. */
const lengthMax = 70;

/**
 * The name of the file for each finding's counterexample, by `keyOf`: "81312340001-false-failure-reserve.json". The
 * number is part of it, for the lines of one instance are searched one after the other.
 */
export function counterexampleNames({ subject, findings }: Report): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const finding of findings) {
    const name = slug(subject.number, finding);
    const alike = [...names.values()].filter((other) => other.replace(/(~\d+)?\.json$/, "") === name).length;
    names.set(keyOf(finding), alike === 0 ? `${name}.json` : `${name}~${alike + 1}.json`);
  }
  return names;
}

/** Letters of any script and digits: places are named as the flow's author named the Actions. */
function slug(number: string, { type, place }: FoundFinding): string {
  const words = `${number} ${type} ${place}`.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, lengthMax);
}
