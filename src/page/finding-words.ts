import type { ContactRecord, ExternalRecord } from "../journal/contacts.ts";
import type { Finding } from "../journal/findings/finding.ts";
import type { Words } from "./english.ts";

/**
 * What went wrong, in a sentence for somebody who knows neither Connect nor Lambda. `isLive`: what has no end in the
 * record still goes on.
 */
export function sayFinding(finding: Finding, contact: ContactRecord, words: Words, isLive: boolean): string {
  const { finding: say } = words;
  const at = (moment: number) => words.seconds(moment - contact.initiated.at);
  const ids = new Set(finding.evidence.map(({ id }) => id));
  const requests = contact.externals.filter(({ started }) => ids.has(started.id));
  const [first] = requests;
  const invocation = contact.invocations.find(({ started }) => ids.has(started.id));
  const told = at(invocation?.finished?.at ?? finding.at);
  switch (finding.type) {
    case "duplicate-execution": {
      if (first === undefined) return finding.message;
      const times = requests.map((request) => say.at(at(request.started.at), status(request, say.noAnswer)));
      return say.duplicate(first.started.external, requests.length, times.join(", "));
    }
    case "false-failure":
      if (first?.answered === undefined) return finding.message;
      return say.falseFailure(first.started.external, at(first.answered.at), told);
    case "false-success":
      return first === undefined ? finding.message : say.falseSuccess(first.started.external, told);
    case "orphaned-execution": {
      const attempt = contact.attempts.find(({ started }) => ids.has(started.id));
      if (attempt === undefined) return finding.message;
      const name = say.attempt(attempt.started.functionName, attempt.started.number);
      const ends = finding.evidence.slice(1).map(({ atMs }) => atMs);
      const hasEnded = contact.attempts.some(({ started, finished }) => ids.has(started.id) && finished !== undefined);
      if (!hasEnded && isLive) return say.orphanRuns(name, at(finding.at));
      return ends.length === 0
        ? say.orphanStillRuns(name, at(finding.at))
        : say.orphanEnded(name, at(finding.at), words.seconds(Math.max(...ends)));
    }
  }
}

function status({ answered }: ExternalRecord, noAnswer: string): string {
  return answered === undefined ? noAnswer : String(answered.status);
}
