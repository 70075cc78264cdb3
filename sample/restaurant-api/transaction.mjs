/**
 * @typedef {object} Transaction
 * @property {Query} query
 * @property {<Result>(work: () => Promise<Result>) => Promise<Result>} attempt when the work throws, only what it did is
 *   undone, and the transaction can go on
 */

/** @typedef {<Row>(text: string, values?: unknown[]) => Promise<Row[]>} Query */
/**
 * @template Result
 * @typedef {(transaction: Transaction) => Promise<Result>} Work
 */

/**
 * The open transaction to which the statements belong.
 * @param {Query} query
 * @returns {Transaction}
 */
export function transactionOf(query) {
  return {
    query,
    attempt: async (work) => {
      await query("savepoint attempt");
      try {
        return await work();
      } catch (error) {
        await query("rollback to savepoint attempt");
        throw error;
      } finally {
        await query("release savepoint attempt"); // A later attempt, or the one around this, has the same name.
      }
    },
  };
}
