/** What the part of the page's address after # says: which record is open, which call of it, and how it is looked at. */
export interface Address {
  readonly journal: string;
  /** Undefined: its first call. */
  readonly contactId: string | undefined;
  readonly view: CallViewName;
}

/** The ways to look at a call, in the order of their tabs. */
export const callViews = ["timeline", "map", "logs"] as const;
export type CallViewName = (typeof callViews)[number];

/** Undefined where it names none. */
export function readAddress(hash: string): Address | undefined {
  const [path = "", query] = hash.split("?");
  const [, journal, contactId] = /^#\/journals\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (journal === undefined) return undefined;
  const wanted = new URLSearchParams(query).get("view");
  try {
    return {
      journal: decodeURIComponent(journal),
      contactId: contactId === undefined ? undefined : decodeURIComponent(contactId),
      view: callViews.find((view) => view === wanted) ?? callViews[0],
    };
  } catch {
    return undefined;
  }
}

export function addressOf({ journal, contactId, view }: Address): string {
  const call = contactId === undefined ? "" : `/${encodeURIComponent(contactId)}`;
  return `#/journals/${encodeURIComponent(journal)}${call}${view === callViews[0] ? "" : `?view=${view}`}`;
}
