import { signal } from "@preact/signals";
import type { Dialled, DialWish, JournalList, Served } from "./protocol.ts";

/** The verbs: all that the page can do to the line. What comes of them is read from the journal. */

/** What the server said when it refused the last verb. */
export const refusal = signal<string | undefined>(undefined);
/** The server does not answer at all. */
export const isLost = signal(false);

export function readServed(): Promise<Served | undefined> {
  return read<Served>("/instance");
}

/** Undefined where the server does not answer. */
export function readJournals(): Promise<JournalList | undefined> {
  return read<JournalList>("/journals");
}

/** The text of a journal on the server's shelf. */
export async function readJournalText(name: string): Promise<string | undefined> {
  return (await ask(`/journals/${encodeURIComponent(name)}`))?.text();
}

export function dial(wish: DialWish): Promise<Dialled | undefined> {
  return tell<Dialled>("/phones", wish);
}

/** Keys arrive in the order in which they are pressed: the next one sets out when the last one is there. */
export function press(contactId: string, keys: string): void {
  pressed = pressed.then(() => send("POST", `/phones/${contactId}/keys`, { keys }));
}
let pressed: Promise<unknown> = Promise.resolve();

/** Simulated time goes so many times faster than life from now on. */
export function chooseSpeed(contactId: string, speed: number): void {
  void send("POST", `/phones/${contactId}/speed`, { speed });
}

export function hangUp(contactId: string): void {
  void send("DELETE", `/phones/${contactId}`);
}

/** Forgets what earlier calls have made: in the APIs, one after the other. */
export async function empty(apis: readonly string[]): Promise<void> {
  for (const api of apis) await tell(`/externals/${encodeURIComponent(api)}/reset`, {});
}

/** The call's nth message is being spoken aloud here, or has been heard to its end. */
export function tellMessage(contactId: string, message: number, state: "speaking" | "heard"): void {
  void send("POST", `/phones/${contactId}/messages`, { message, state });
}

async function read<Answer>(path: string): Promise<Answer | undefined> {
  const answer: Answer | undefined = await (await ask(path))?.json();
  return answer;
}

async function tell<Answer>(path: string, body: object): Promise<Answer | undefined> {
  const response = await send("POST", path, body);
  if (response === undefined) return undefined;
  if (response.status === 204) return undefined;
  const answer: Answer & { readonly detail?: string } = await response.json();
  refusal.value = response.ok ? undefined : answer.detail;
  return response.ok ? answer : undefined;
}

/** Undefined where there is nothing of the kind. */
async function ask(path: string): Promise<Response | undefined> {
  const response = await send("GET", path);
  return response?.ok === true ? response : undefined;
}

/** Undefined where the server does not answer, or nobody wants its answer any more. */
export async function send(
  method: string,
  path: string,
  body?: object,
  stop?: AbortSignal,
): Promise<Response | undefined> {
  try {
    const response = await fetch(path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(stop !== undefined && { signal: stop }),
    });
    isLost.value = false;
    return response;
  } catch {
    isLost.value = stop?.aborted !== true;
    return undefined;
  }
}
