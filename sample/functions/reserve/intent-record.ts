import { IdempotencyConfig, type IdempotencyItemAlreadyExistsError } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { IdempotencyRecord } from "@aws-lambda-powertools/idempotency/persistence";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Deadline } from "./deadline.ts";
import { external, type Result } from "./result.ts";

/**
 * What the record says of an intent that a run takes up.
 * new: nobody has sent its request; this run may.
 * in-progress: a run has sent it, or was about to, and nobody has written down what became of it.
 * ended: it was done; it may have been undone since.
 * refused: it was not done, and never will be.
 * unreachable: DynamoDB does not say.
 */
export type Begun = "new" | "in-progress" | "ended" | "refused" | "unreachable";

/**
 * The records of intents, in DynamoDB: Powertools' idempotency records, written under Powertools' conditions, so that of
 * two runs at most one finds an intent "new".
 *
 * Not through makeIdempotent(): that knows two ends of a run. A run that throws loses its record, and a run that returns
 * has its answer repeated from then on. Ours has a third: it does not know. Then it leaves the record as it is, in
 * progress, which is also what a run leaves that is killed; so the next run needs one rule for both (fulfil.ts).
 *
 * And not with Lambda's context: by that, Powertools would let the next run through when the time-out of this one has
 * passed, which is exactly when Connect sends it.
 */
export class IntentRecords {
  readonly #store: DynamoDBPersistenceLayer;
  readonly #deadline: Deadline;
  readonly #inProgressMs: number;

  /**
   * @param keptForMs until nobody can have this intent any more: were the record gone before, the API would answer under
   * the old key with what was true then
   * @param inProgressMs how long an intent stays in progress when nobody ends it; after that it is new again
   */
  constructor(deadline: Deadline, keptForMs: number, inProgressMs: number) {
    const tableName = process.env.RESERVATION_INTENTS_TABLE || "reservation-intents";
    this.#store = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: client });
    this.#store.configure({
      config: new IdempotencyConfig({ expiresAfterSeconds: Math.ceil(keptForMs / 1_000) }),
      keyPrefix: "reservation",
    });
    this.#deadline = deadline;
    this.#inProgressMs = inProgressMs;
  }

  begin(key: string): Promise<Begun> {
    return this.#asked(key, () => this.#saveInProgress(key));
  }

  /** What begin() would say, without beginning. */
  lookUp(key: string): Promise<Begun> {
    return this.#asked(key, async () => {
      const record = await this.#saved(key);
      const isOver = (record?.inProgressExpiryTimestamp ?? Number.POSITIVE_INFINITY) < Date.now();
      return record?.getStatus() === "EXPIRED" || (record?.getStatus() === "INPROGRESS" && isOver) ? undefined : record;
    });
  }

  /** Writes down what became of an intent. Where that fails it stays in progress, and the next run looks for itself. */
  async end(key: string, result: Result): Promise<void> {
    try {
      await this.#twice(() => this.#store.saveSuccess(key, external(result)));
    } catch (error) {
      console.error(`The record of ${key} stays in progress: ${error}`);
    }
  }

  async #asked(key: string, request: () => Promise<IdempotencyRecord | undefined>): Promise<Begun> {
    try {
      const record = await this.#twice(request);
      if (record === undefined) return "new";
      if (record.getStatus() !== "COMPLETED") return "in-progress";
      return isRefusal(record.responseData) ? "refused" : "ended";
    } catch (error) {
      console.error(`The record of ${key} cannot be reached: ${error}`);
      return "unreachable";
    }
  }

  async #saved(key: string): Promise<IdempotencyRecord | undefined> {
    try {
      return await this.#store.getRecord(key);
    } catch (error) {
      if (error instanceof Error && error.name === "IdempotencyItemNotFoundError") return undefined;
      throw error;
    }
  }

  /** The record that is there already, if there is one. */
  async #saveInProgress(key: string): Promise<IdempotencyRecord | undefined> {
    try {
      await this.#store.saveInProgress(key, this.#inProgressMs);
      return undefined;
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      // DynamoDB gives it with its refusal; a local one may not.
      return error.existingRecord ?? (await this.#store.getRecord(key));
    }
  }

  /** Once more if there is no answer: after a pause of minutes a connection that was kept may be a dead one. */
  async #twice<Result>(request: () => Promise<Result>): Promise<Result> {
    const ms = this.#deadline.timeToRecord() / 2;
    try {
      return await within(ms, request());
    } catch {
      return within(ms, request());
    }
  }
}

/**
 * One try, of a little less than twice() has for it where the function may take 7 s, so that it is the client that gives
 * up, and cuts its request off. Its own second try would come after a random pause, and without throwOnRequestTimeout
 * it would only warn of a request that takes too long.
 */
const client = new DynamoDBClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 450, requestTimeout: 450, socketTimeout: 450, throwOnRequestTimeout: true },
});

/** The client's limits are of its parts, and not of the whole. */
async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function isRefusal(response: unknown): boolean {
  return typeof response === "object" && response !== null && "status" in response && response.status === "rejected";
}

function isAlreadyExists(error: unknown): error is IdempotencyItemAlreadyExistsError {
  return error instanceof Error && error.name === "IdempotencyItemAlreadyExistsError";
}
