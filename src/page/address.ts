/** What the part of the page's address after # says: which record is open, and which call of it. */
export interface Address {
  readonly journal: string;
  /** Undefined: its first call. */
  readonly contactId: string | undefined;
}

/** Undefined where it names none. */
export function readAddress(hash: string): Address | undefined {
  const [, journal, contactId] = /^#\/journals\/([^/]+)(?:\/([^/]+))?$/.exec(hash) ?? [];
  if (journal === undefined) return undefined;
  try {
    return {
      journal: decodeURIComponent(journal),
      contactId: contactId === undefined ? undefined : decodeURIComponent(contactId),
    };
  } catch {
    return undefined;
  }
}

export function addressOf({ journal, contactId }: Address): string {
  const call = contactId === undefined ? "" : `/${encodeURIComponent(contactId)}`;
  return `#/journals/${encodeURIComponent(journal)}${call}`;
}
