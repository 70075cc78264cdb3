import { isUtf8 } from "node:buffer";
import { meaningOf } from "../external/meaning.ts";
import type { TapObserver } from "../external/tap.ts";
import type { Entry } from "../journal/event.ts";
import type { Attribution, Author } from "./attribution.ts";

/** Longer bodies are cut in the journal; not AWS's number, chosen. */
const bodyCharactersMax = 16 * 1_024;

/** Writes to the journal what passes before one external API. Headers are left out: they carry secrets. */
export function externalRecord(external: string, attribution: Attribution, write: (entry: Entry) => void): TapObserver {
  const authors = new Map<string, Author>();
  const about = (id: string) => ({
    id,
    external,
    ...(authors.get(id) ?? { attemptId: undefined, contactId: undefined }),
  });
  return {
    started: ({ id, mouth, method, path, body, conditions }) => {
      authors.set(id, attribution.ofEnvironment(mouth));
      write({
        type: "external.started",
        ...about(id),
        method,
        path,
        body: isUtf8(body) ? body.toString("utf8").slice(0, bodyCharactersMax) : "",
        meaning: meaningOf(method, path, body),
        fault: conditions.fault,
        latencyMs: conditions.latencyMs,
      });
    },
    answered: ({ id, status }) => write({ type: "external.answered", ...about(id), status }),
    finished: ({ id, delivered, reached }) => {
      write({ type: "external.finished", ...about(id), delivered, reached });
      authors.delete(id);
    },
  };
}
