import type { EventOf, JournalEvent } from "../journal/event.ts";

/** Whose doing something is: the attempt, as far as it is known. */
export interface Author {
  readonly attemptId: string | undefined;
  readonly contactId: string | undefined;
}

/**
 * Tells which attempt an execution environment is working for. An environment serves one request at a time, so
 * whatever it does belongs to the last one that it was given, also work that an earlier one left running.
 */
export class Attribution {
  readonly #attempts = new Map<string, EventOf<"attempt.started">>();
  readonly #environments = new Map<string, Author>();

  /** Reads the journal as it is written: an attempt is known before its environment works for it. */
  read(event: JournalEvent): void {
    if (event.type === "attempt.started") this.#attempts.set(event.id, event);
    else if (event.type === "attempt.finished") this.#attempts.delete(event.id);
    else if (event.type === "environment.stopped" && event.reason === "shutdown") this.#environments.delete(event.id);
  }

  assign(environmentId: string, attemptId: string): void {
    this.#environments.set(environmentId, this.ofAttempt(attemptId));
  }

  attempt(attemptId: string): EventOf<"attempt.started"> | undefined {
    return this.#attempts.get(attemptId);
  }

  ofAttempt(attemptId: string | undefined): Author {
    return { attemptId, contactId: attemptId === undefined ? undefined : this.#attempts.get(attemptId)?.contactId };
  }

  ofEnvironment(environmentId: string): Author {
    return this.#environments.get(environmentId) ?? this.ofAttempt(undefined);
  }
}
