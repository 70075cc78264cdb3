import type { ContactRecord } from "./contacts.ts";
import { isUnsafe, reached } from "./findings/requests.ts";

/** What came of a call, in three words: enough to compare it with the same call under other circumstances. */
export interface Verdict {
  /** How often functions were started. */
  readonly starts: number;
  /** How many requests that change something reached an external API. */
  readonly requests: number;
  /** Which branch the caller was sent down last by an Invoke block; undefined where none had an answer. */
  readonly told: "success" | "error" | undefined;
}

export function verdictOf({ attempts, externals, invocations }: ContactRecord): Verdict {
  return {
    starts: attempts.length,
    requests: externals.filter((request) => isUnsafe(request) && reached(request)).length,
    told: toldBy(invocations.at(-1)),
  };
}

function toldBy(last: ContactRecord["invocations"][number] | undefined): Verdict["told"] {
  switch (last?.finished?.reply.type) {
    case "succeeded":
      return "success";
    case "failed":
      return "error";
    case "abandoned":
    case undefined:
      return undefined;
  }
}
