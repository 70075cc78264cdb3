import type { ExternalRecord } from "../contacts.ts";
import { accepted, refused } from "./requests.ts";

/**
 * Of requests that ask an API for the same thing, the first of each time that it is to be held to have acted. Without a
 * key that is every request. Those of one key are one, as the API is declared to act once for them, unless its own
 * successes tell of different things.
 */
export function executions(requests: readonly ExternalRecord[]): readonly ExternalRecord[] {
  const answersByKey = new Map<string, Set<string>>();
  return requests.filter((request) => {
    const { idempotencyKey: key } = request.started;
    if (key === undefined) return true;
    const answer = accepted(request) ? request.answered?.answer : undefined;
    const answers = answersByKey.get(key);
    if (answers === undefined) {
      answersByKey.set(key, new Set(answer === undefined ? [] : [answer]));
      return true;
    }
    // The first success of a key that was in doubt tells what the earlier requests did.
    const isAnother = answer !== undefined && answers.size > 0 && !answers.has(answer);
    if (answer !== undefined) answers.add(answer);
    return isAnother;
  });
}

/**
 * The requests without those that the API had refused before another one, which it may have acted on, reached it. To ask
 * again for what was refused does nothing twice; to ask again for what was not, does, whatever the answer is then.
 */
export function sinceFirstAct(requests: readonly ExternalRecord[]): readonly ExternalRecord[] {
  const first = requests.find((request) => !refused(request));
  if (first === undefined) return [];
  return requests.filter(
    (request) => !refused(request) || request.answered === undefined || request.answered.at > first.started.at,
  );
}

/** Whether the API acted once for each key, as far as its answers tell. */
export function keptPromises(requests: readonly ExternalRecord[]): boolean {
  const keys = executions(requests).flatMap(({ started }) => started.idempotencyKey ?? []);
  return new Set(keys).size === keys.length;
}
