import type { ContactRecord, ExternalRecord } from "../journal/contacts.ts";
import { keysOf } from "../journal/findings/duplicate-execution.ts";
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
  const wentOn = at(invocation?.finished?.at ?? finding.at);
  switch (finding.type) {
    case "duplicate-execution": {
      if (first === undefined) return finding.message;
      const times = requests.map((request) => say.at(at(request.started.at), status(request, say.noAnswer)));
      const keys = say.keys[keysOf(requests)];
      return say.duplicate(first.started.external, requests.length, keys, times.join(words.comma));
    }
    case "false-failure":
      if (first?.answered === undefined) return finding.message;
      return say.falseFailure(first.started.external, at(first.answered.at), wentOn);
    case "false-success":
      return first === undefined ? finding.message : say.falseSuccess(first.started.external, wentOn);
    case "orphaned-execution": {
      const attempt = contact.attempts.find(({ started }) => ids.has(started.id));
      if (attempt === undefined) return finding.message;
      const { invocationId, functionName, number } = attempt.started;
      const reply = contact.invocations.find(({ started }) => started.id === invocationId)?.finished?.reply;
      const left = reply?.type === "abandoned" ? say.hungUpOn : say.wentOnWithout;
      const ended = words.seconds(Math.max(...finding.evidence.map(({ atMs }) => atMs)));
      const rest =
        attempt.finished === undefined
          ? say.orphan[isLive ? "runs" : "ranOn"]
          : ended === at(finding.at)
            ? say.orphan.justThen
            : say.orphan.until(ended);
      return left(say.attempt(functionName, number), at(finding.at), rest);
    }
  }
}

function status({ answered }: ExternalRecord, noAnswer: string): string {
  return answered === undefined ? noAnswer : String(answered.status);
}
