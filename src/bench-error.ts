/**
 * The bench was used in a way that cannot work. The message says what, why, and what to do:
 *
 *     ERR_HANDLER_NOT_FOUND: book-table points to functions/book/index.ts, which is not there. Change
 *     "handler" in instance.json.
 */
export class BenchError extends Error {
  override readonly name = "BenchError";
  /** Stays the same between releases: `ERR_` and what is wrong. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
