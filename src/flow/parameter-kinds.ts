import { isRecord, show } from "./json.ts";
import { type Parameter, type Takes, type Unread, unread } from "./parameters.ts";
import { mustBe, type Reading } from "./reading.ts";
import { unknownReference } from "./reference.ts";
import { print, referencesIn } from "./template.ts";

/** A parameter that is one piece of text, as AWS's exports write all of them, numbers and booleans too. */
export interface Leaf<T> extends Parameter<T> {
  readonly accept: (text: string) => T | undefined;
  /** What some exports write it as instead of a string. */
  readonly bare: "number" | "boolean" | undefined;
}

export function leaf<T>(
  says: string,
  accept: (text: string) => T | undefined,
  bare: Leaf<T>["bare"] = undefined,
  takes: Takes = "static",
): Leaf<T> {
  return {
    says,
    takes,
    required: true,
    accept,
    bare,
    read(value, reading) {
      if (reading.asWritten) {
        if (typeof value === "string") {
          if (!readableNow(value, takes, says, reading)) return unread;
        } else if (bare === undefined || typeof value !== bare) return refuse(says, value, reading);
      }
      return accept(print(value)) ?? refuse(says, value, reading);
    },
  };
}

export const text = leaf("text", (text) => text);

/** Text that names something: never empty. */
export const named = (says: string): Leaf<string> => leaf(says, (text) => (text.trim() === "" ? undefined : text));

export function integer(min: number, max = Number.POSITIVE_INFINITY): Leaf<number> {
  const says =
    max === Number.POSITIVE_INFINITY ? `a whole number of ${min} or more` : `a whole number from ${min} to ${max}`;
  return leaf(says, (text) => whole(text, min, max), "number");
}

function whole(text: string, min: number, max: number): number | undefined {
  if (!/^\d{1,15}$/.test(text)) return undefined; // More digits than a number can hold exactly.
  return Number(text) >= min && Number(text) <= max ? Number(text) : undefined;
}

export function oneOf<const T extends string>(...names: readonly T[]): Leaf<T> {
  const says = names.map((name) => `"${name}"`).join(" or ");
  return leaf(says, (text) => names.find((name) => name === text));
}

/** AWS writes "True" and "False", some exports "true" and "false". */
export const flag = leaf('"True" or "False"', (text) => flags.get(text.toLowerCase()), "boolean");
const flags: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

/** References may stand anywhere in it. */
export const dynamic = <T>({ says, accept, bare }: Leaf<T>): Leaf<T> => leaf(says, accept, bare, "dynamic");

/** It may be one reference as a whole. */
export const orReference = <T>({ says, accept, bare }: Leaf<T>): Leaf<T> =>
  leaf(says, accept, bare, "static or a reference");

export const reference = leaf("a reference such as $.Attributes.name", (text) => text, undefined, "a reference");

/** Any JSON value at all, with references anywhere in its texts. */
export const json: Parameter<unknown> = {
  says: "any value",
  takes: "dynamic",
  required: true,
  read(value, reading) {
    if (!reading.asWritten) return value;
    if (typeof value === "string") return readableNow(value, "dynamic", json.says, reading) ? value : unread;
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).map(([key, member]) => json.read(member, reading.at(key)));
    return members.includes(unread) ? unread : value;
  },
};

/** Names, which may have references in them, and values of one kind. */
export function mapOf<T>(member: Parameter<T>): Parameter<Readonly<Record<string, T>>> {
  return {
    says: "an object of names and values",
    takes: "dynamic",
    required: true,
    read(value, reading) {
      if (!isRecord(value)) return refuse("an object of names and values", value, reading);
      const given = Object.entries(value);
      const entries: [string, T][] = [];
      for (const [key, written] of given) {
        const name = mapKey.read(key, reading);
        const read = member.read(written, reading.at(key));
        if (name !== unread && read !== unread) entries.push([name, read]);
      }
      return entries.length === given.length ? Object.fromEntries(entries) : unread;
    },
  };
}
const mapKey = dynamic(named("an object whose names are not empty"));

export function listOf<T>(item: Parameter<T>): Parameter<readonly T[]> {
  return {
    says: `a list, each entry ${item.says}`,
    takes: item.takes,
    required: true,
    read(value, reading) {
      if (!Array.isArray(value)) return refuse(`a list, each entry ${item.says}`, value, reading);
      const items: T[] = [];
      for (const [index, given] of value.entries()) {
        const read = item.read(given, reading.at(index));
        if (read !== unread) items.push(read);
      }
      return items.length === value.length ? items : unread;
    },
  };
}

/** Something that Connect has and this bench does not do: better refused than left out in silence. */
export function notReproduced(why: string): Parameter<undefined> {
  return {
    says: "absent",
    takes: "static",
    required: false,
    read(value, reading) {
      if (value !== undefined) reading.wrong("not-reproduced", `is not reproduced by ringonce: ${why}`);
      return undefined;
    },
  };
}

/** False where the text has references: right or wrong, its value is known in a call only. */
function readableNow(text: string, takes: Takes, says: string, reading: Reading): boolean {
  const references = referencesIn(text);
  const [first] = references;
  if (first === undefined) {
    if (takes !== "a reference") return true;
    reading.wrong("parameter-reference", `must be ${says}, but is ${show(text)}.`);
  } else if (takes === "static") {
    reading.wrong("parameter-static", `must be ${says}: it takes no reference, but has ${first.text}.`);
  } else if (takes !== "dynamic" && first.text !== text) {
    reading.wrong(
      "parameter-reference",
      `must be one reference with nothing around it, or none, but is ${show(text)}.`,
    );
  }
  for (const used of references) {
    const unknown = unknownReference(used);
    if (unknown !== undefined) reading.wrong("reference-unknown", `refers to ${used.text}, which ${unknown}.`);
  }
  return false;
}

function refuse(says: string, value: unknown, reading: Reading): Unread {
  mustBe(says, value, reading);
  return unread;
}
