import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { meaningOf } from "../external/meaning.ts";
import { operationOf } from "../external/operation.ts";
import type { TapObserver } from "../external/tap.ts";
import type { Entry } from "../journal/event.ts";
import type { Attribution, Author } from "./attribution.ts";
import type { External } from "./instance.ts";

/** Longer bodies are cut in the journal; not AWS's number, chosen. */
const bodyCharactersMax = 16 * 1_024;

/** Longer keys are cut in the journal; not AWS's number, chosen. */
const keyCharactersMax = 255;

/** Writes to the journal what passes before one external API. Headers are left out, for they carry secrets; but for the key, and the name of AWS's operations. */
export function externalRecord(
  external: External,
  attribution: Attribution,
  write: (entry: Entry) => void,
): TapObserver {
  const open = new Map<string, { readonly author: Author; readonly idempotencyKey: string | undefined }>();
  const about = (id: string) => ({
    id,
    external: external.name,
    ...(open.get(id)?.author ?? { attemptId: undefined, contactId: undefined }),
  });
  return {
    started: ({ id, mouth, method, path, headers, body, conditions }) => {
      const idempotencyKey = keyOf(headers, external.idempotencyHeader);
      open.set(id, { author: attribution.ofEnvironment(mouth), idempotencyKey });
      write({
        type: "external.started",
        ...about(id),
        role: external.role,
        idempotencyKey,
        method,
        path,
        operation: operationOf(headers),
        body: isUtf8(body) ? body.toString("utf8").slice(0, bodyCharactersMax) : "",
        meaning: meaningOf(method, path, body),
        fault: conditions.fault,
        latencyMs: conditions.latencyMs,
      });
    },
    answered: ({ id, status, body }) => {
      const isWanted = open.get(id)?.idempotencyKey !== undefined && status >= 200 && status < 300;
      write({ type: "external.answered", ...about(id), status, answer: isWanted ? hashOf(body) : undefined });
    },
    finished: ({ id, delivered, reached }) => {
      write({ type: "external.finished", ...about(id), delivered, reached });
      open.delete(id);
    },
  };
}

/** An empty header is no key: an API could not tell one request from another by it. */
function keyOf(headers: IncomingHttpHeaders, header: string | undefined): string | undefined {
  const key = header === undefined ? "" : String(headers[header.toLowerCase()] ?? "");
  if (key === "") return undefined;
  if (key.length <= keyCharactersMax) return key;
  // Two that differ only further on are two keys still.
  const hash = hashOf(key);
  return key.slice(0, keyCharactersMax - hash.length) + hash;
}

function hashOf(what: Buffer | string): string {
  return createHash("sha256").update(what).digest("hex").slice(0, 32);
}
