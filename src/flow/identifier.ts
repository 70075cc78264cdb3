import { show } from "./json.ts";

/** "This Identifier can be up to 50 characters long": https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions.html */
const lengthMax = 50;

const forbiddenCharacters = [..."%:(\\/)=$,;[]{}"];

/** AWS's list, and `prototype` (chosen). */
const forbiddenNames = [
  "__proto__",
  "constructor",
  "__defineGetter__",
  "__defineSetter__",
  "toString",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "prototype",
  "toLocaleString",
  "valueOf",
];

/** The rest of the sentence that starts with "Identifier" where it cannot be one. */
export function identifierFault(identifier: unknown): string | undefined {
  if (typeof identifier !== "string" || identifier === "") return `must be a name, but is ${show(identifier)}.`;
  if (identifier.length > lengthMax) return `must be at most ${lengthMax} characters, but has ${identifier.length}.`;
  if (forbiddenNames.includes(identifier))
    return `is ${show(identifier)}, which Connect does not take. Call it something else.`;
  const forbidden = forbiddenCharacters.find((character) => identifier.includes(character));
  if (forbidden === undefined) return undefined;
  return `is ${show(identifier)}, but none of % : ( \\ / ) = $ , ; [ ] { } may stand in it.`;
}
