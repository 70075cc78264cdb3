import type { Millis } from "../clock/clock.ts";
import type { ListingFailure, ListingMessage } from "../page/protocol.ts";

/** Whoever looks will not wait longer for it. Chosen. */
const answerLimitMs: Millis = 5_000;
/** A longer list is nothing that somebody reads. Chosen. */
const answerBytesMax = 4 * 1_024 * 1_024;

/** Asks an API what it has made. `api` is its own address: whoever looks is no part of the record. */
export async function readListing(api: () => Promise<URL>, path: string): Promise<ListingMessage> {
  try {
    const response = await fetch((await api()).origin + path, {
      headers: { accept: "application/json" },
      redirect: "manual", // Only the API itself is asked, on this machine.
      signal: AbortSignal.timeout(answerLimitMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return failed({ type: "refused", status: response.status });
    }
    const text = await textOf(response);
    if (text === undefined) return failed({ type: "tooLong" });
    const listed = listIn(JSON.parse(text));
    return listed === undefined ? failed({ type: "noList" }) : { type: "listed", listed };
  } catch (error) {
    if (error instanceof SyntaxError) return failed({ type: "noList" });
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return failed({ type: isLate ? "late" : "unreachable" });
  }
}

function failed(failure: ListingFailure): ListingMessage {
  return { type: "failed", failure };
}

/** Undefined: it is too long. */
async function textOf(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerBytesMax) return undefined; // Leaving the loop ends the connection.
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The list that an answer is, or the first one in it: many APIs wrap theirs in an object. */
function listIn(answer: unknown): readonly unknown[] | undefined {
  if (Array.isArray(answer)) return answer;
  if (typeof answer !== "object" || answer === null) return undefined;
  return Object.values(answer).find((value) => Array.isArray(value));
}
