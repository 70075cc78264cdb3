import { Problem } from "./problem.mjs";

/** @typedef {import("./database.mjs").Database} Database */
/** @typedef {import("./routes.mjs").Answer} Answer */
/** @typedef {import("./transaction.mjs").Transaction} Transaction */
/**
 * @template Result
 * @typedef {import("./transaction.mjs").Work<Result>} Work
 */

/** Longer keys are refused; chosen. */
const keyLengthMax = 255;

/**
 * Does the work once for a key, and gives the first answer to whoever asks the same again: a refusal too, as the client
 * may have heard it. The answer is kept by the transaction that does the work: there are both or neither, whatever fails.
 * A failure of ours undoes it, and keeps nothing.
 *
 * The rules are those of draft-ietf-httpapi-idempotency-key-header, §2.6 and §2.7.
 * @param {Database} database
 * @param {string} key
 * @param {string} request what is asked for: equal for two requests that ask for the same thing
 * @param {Work<Answer>} work
 * @returns {Promise<Answer>}
 */
export async function once(database, key, request, work) {
  const answer = await database.transactionAlone(key, async (transaction) => {
    /** @type {{ request: string, answer: string }[]} */
    const [first] = await transaction.query("select request, answer from idempotency_keys where key = $1", [key]);
    if (first !== undefined) {
      if (first.request !== request) throw new Problem("key-reused", "Its first request asked for something else.");
      return replayed(JSON.parse(first.answer));
    }
    const answer = await answerOf(transaction, work);
    const values = [key, request, JSON.stringify(answer)];
    await transaction.query("insert into idempotency_keys (key, request, answer) values ($1, $2, $3)", values);
    return answer;
  });
  if (answer !== undefined) return answer;
  throw new Problem("request-in-progress", "Its answer is not there yet. Ask again a little later.", {
    headers: { "retry-after": "1" },
  });
}

/**
 * An answer that was given before says so. The header is not the draft's: several APIs have it.
 * @param {Answer} answer
 * @returns {Answer}
 */
function replayed(answer) {
  return { ...answer, headers: { ...answer.headers, "idempotent-replayed": "true" } };
}

/**
 * What the work comes to. A refusal leaves nothing behind in the book, and is an answer all the same.
 * @param {Transaction} transaction
 * @param {Work<Answer>} work
 * @returns {Promise<Answer>}
 */
async function answerOf(transaction, work) {
  try {
    return await transaction.attempt(() => work(transaction));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { status, headers, body } = error;
    return { status, headers, body };
  }
}

/**
 * The key of a request, if it has one. The header is a String of Structured Fields (RFC 9651), in quotes; without quotes,
 * as most clients send it, it is the same key.
 * @param {import("node:http").IncomingHttpHeaders} headers
 * @returns {string | undefined}
 */
export function idempotencyKey({ "idempotency-key": header }) {
  if (header === undefined) return undefined;
  const given = String(header);
  const quoted = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/.exec(given)?.[1]?.replace(/\\(.)/g, "$1");
  const plain = /^[\x21\x23-\x2b\x2d-\x7e]*$/.exec(given)?.[0]; // A comma is where two headers have been joined.
  const key = quoted ?? plain ?? "";
  if (key.length >= 1 && key.length <= keyLengthMax) return key;
  throw new Problem("invalid-request", "The Idempotency-Key is not one.", {
    members: {
      errors: [
        {
          header: "Idempotency-Key",
          detail: `It must be 1 to ${keyLengthMax} characters of ASCII in quotes, or without them if it has no blank, quote or comma.`,
        },
      ],
    },
  });
}
