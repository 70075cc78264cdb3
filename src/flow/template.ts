import type { Contact } from "./contact.ts";
import { attributeReader, type Reference, splitReferences } from "./reference.ts";

/** A value of a flow with its references replaced. Each reference that the contact has nothing for is noted. */
export type Resolve = (contact: Contact, unresolved: string[]) => unknown;

/**
 * Prepares a value of a flow, whatever it is made of, for being resolved again and again. Undefined: it has no
 * references and always means itself.
 *
 * A reference that is the whole text stands for its value, of whatever type; within text the value is printed.
 * What an undefined reference becomes is not documented. Chosen: the empty text, and it is noted.
 */
export function template(value: unknown): Resolve | undefined {
  if (typeof value === "string") return textTemplate(value);
  if (Array.isArray(value)) {
    const items = value.map(orItself);
    if (items.every(({ dynamic }) => !dynamic)) return undefined;
    return (contact, unresolved) => items.map(({ resolve }) => resolve(contact, unresolved));
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, member]) => [textTemplate(key), key, orItself(member)] as const);
    if (members.every(([key, , { dynamic }]) => key === undefined && !dynamic)) return undefined;
    return (contact, unresolved) =>
      // fromEntries makes own members of all names, `__proto__` too.
      Object.fromEntries(
        members.map(([resolveKey, key, { resolve }]) => [
          resolveKey === undefined ? key : print(resolveKey(contact, unresolved)),
          resolve(contact, unresolved),
        ]),
      );
  }
  return undefined;
}

/** The references in a value as written. */
export function referencesIn(text: string): readonly Reference[] {
  return splitReferences(text).filter((part) => typeof part !== "string");
}

/** A value within text: numbers and the rest as JSON prints them. */
export function print(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function orItself(value: unknown): { readonly dynamic: boolean; readonly resolve: Resolve } {
  const resolve = template(value);
  return resolve === undefined ? { dynamic: false, resolve: () => value } : { dynamic: true, resolve };
}

function textTemplate(text: string): Resolve | undefined {
  const parts = splitReferences(text).map((part) => (typeof part === "string" ? part : attributeOrNothing(part)));
  const [first, second] = parts;
  if (parts.every((part) => typeof part === "string")) return undefined;
  if (typeof first === "function" && second === undefined) return first;
  return (contact, unresolved) =>
    parts.map((part) => (typeof part === "string" ? part : print(part(contact, unresolved)))).join("");
}

function attributeOrNothing(reference: Reference): Resolve {
  const read = attributeReader(reference);
  return (contact, unresolved) => {
    const value = read(contact);
    if (value === undefined) unresolved.push(reference.text);
    return value ?? "";
  };
}
