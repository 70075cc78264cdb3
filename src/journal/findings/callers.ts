import type { ContactRecord } from "../contacts.ts";

/** The calls of each caller to each number, in their order. */
export function callers(contacts: readonly ContactRecord[]): readonly (readonly ContactRecord[])[] {
  const found = new Map<string, ContactRecord[]>();
  for (const contact of contacts) {
    const key = `${contact.initiated.from} ${contact.initiated.to}`;
    const calls = found.get(key);
    if (calls === undefined) found.set(key, [contact]);
    else calls.push(contact);
  }
  return [...found.values()];
}
