import type { FoundFinding, Report } from "./report.ts";

/** Not a limit of any file system's, chosen: far below all of them, also where a character takes three bytes. */
const lengthMax = 70;

/**
 * The name of the file for each finding's counterexample, in their order: "81312340001-false-failure-reserve.json". The
 * number is part of it, for the lines of one instance are searched one after the other.
 */
export function counterexampleNames({ subject, findings }: Report): readonly string[] {
  const slugs = findings.map((finding) => slug(subject.number, finding));
  return slugs.map((name, index) => {
    const alike = slugs.slice(0, index).filter((other) => other === name).length;
    return alike === 0 ? `${name}.json` : `${name}~${alike + 1}.json`;
  });
}

/** Letters of any script and digits: places are named as the flow's author named the Actions. */
function slug(number: string, { type, place }: FoundFinding): string {
  const words = `${number} ${type} ${place}`.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, lengthMax);
}
