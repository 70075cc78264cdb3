/**
 * Something that may go wrong at any time, for whoever waits just then. What is over is forgotten; Promise.race with one
 * promise that is hardly ever settled would keep every wait that there has been.
 */
export class Setback {
  readonly #waiting = new Set<(error: unknown) => void>();
  #happened: { readonly error: unknown } | undefined;

  readonly happen = (error: unknown): void => {
    this.#happened ??= { error };
    for (const reject of this.#waiting) reject(error);
  };

  /** What comes of it, unless the setback has happened by then. */
  unless<T>(doing: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      const over = () => this.#waiting.delete(reject);
      doing.then(resolve, reject).then(over);
      if (this.#happened !== undefined) reject(this.#happened.error);
    });
  }
}
