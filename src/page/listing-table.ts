/** What an API lists, as a table: a row for each thing that it has made. */
export interface ListingTable {
  /** The column that tells the rows apart, where there is one. It is not among `columns`. */
  readonly idColumn: string | undefined;
  readonly columns: readonly string[];
  readonly rows: readonly ListingRow[];
}

export interface ListingRow {
  /** The thing's id, else its place in the list: "#1". */
  readonly name: string;
  /** Stays the same as long as the thing is listed, wherever it stands. */
  readonly key: string;
  readonly cells: readonly string[];
  /** The names of other things that say the same but for who and when they are. */
  readonly doubles: readonly string[];
}

/** A column of this name may tell one thing from the next. */
const idName = /^_?(id|uuid|key|no|number)$|(Id|Uuid|Number|No)$|_(id|uuid|number|no)$/;
/**
 * What says when, or by which request, a thing was made says nothing of the thing itself: two that differ in nothing else
 * are one wish that was granted twice. "startsAt" is another matter.
 */
const circumstanceName =
  /^(created|made|inserted|added|received|updated|modified|timestamp)(_?(at|on|time|date))?$|^idempotency_?key$/i;

/** Items that are no objects are in a column without a name. */
export function listingTable(listed: readonly unknown[]): ListingTable {
  const things = listed.map(fieldsOf);
  const names = [...new Set(things.flatMap((thing) => [...thing.keys()]))];
  const idColumn = names.find((name) => idName.test(name) && tellsApart(things, name));
  const columns = names.filter((name) => name !== idColumn);
  const telling = columns.filter((name) => !circumstanceName.test(name));
  const twins = new Twins();
  const named = things.map((thing, index) => {
    const name = idColumn === undefined ? `#${index + 1}` : (thing.get(idColumn) ?? "");
    const cells = columns.map((column) => thing.get(column) ?? "");
    const meaning = JSON.stringify(telling.map((column) => thing.get(column) ?? ""));
    const nth = twins.add(meaning, name);
    return { name, key: idColumn === undefined ? `${nth} ${JSON.stringify(cells)}` : name, cells, meaning };
  });
  const isTelling = telling.length > 0;
  return {
    idColumn,
    columns,
    rows: named.map(({ name, key, cells, meaning }) => ({
      ...{ name, key, cells },
      doubles: isTelling ? twins.of(meaning).filter((other) => other !== name) : [],
    })),
  };
}

/** The names of things, by what they say. */
class Twins {
  readonly #byMeaning = new Map<string, string[]>();

  /** How many there were before it. */
  add(meaning: string, name: string): number {
    const names = this.#byMeaning.get(meaning) ?? [];
    this.#byMeaning.set(meaning, names);
    return names.push(name) - 1;
  }

  of(meaning: string): readonly string[] {
    return this.#byMeaning.get(meaning) ?? [];
  }
}

function fieldsOf(item: unknown): ReadonlyMap<string, string> {
  const fields = typeof item === "object" && item !== null && !Array.isArray(item) ? item : { "": item };
  return new Map(Object.entries(fields).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function tellsApart(things: readonly ReadonlyMap<string, string>[], name: string): boolean {
  const values = things.map((thing) => thing.get(name) ?? "");
  return !values.includes("") && new Set(values).size === values.length;
}
