import type { ContactRecord } from "./contacts.ts";
import { isUnsafe, reached } from "./findings/requests.ts";

/** What came of a call, in three words: enough to compare it with the same call under other circumstances. */
export interface Verdict {
  /** How often functions were started. */
  readonly starts: number;
  /** How many requests that change something reached an external API. */
  readonly requests: number;
  /**
   * The branch that the last Invoke block took; undefined where the call was over before. What the caller hears there is
   * the flow's affair: a success branch may say that nothing is known yet.
   */
  readonly branch: "success" | "error" | undefined;
}

export function verdictOf({ attempts, externals, invocations }: ContactRecord): Verdict {
  return {
    starts: attempts.length,
    requests: externals.filter((request) => isUnsafe(request) && reached(request)).length,
    branch: branchOf(invocations.at(-1)),
  };
}

function branchOf(last: ContactRecord["invocations"][number] | undefined): Verdict["branch"] {
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
