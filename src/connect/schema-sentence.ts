import type { z } from "zod";
import { didYouMean } from "../flow/suggest.ts";
import { fieldsAt } from "./instance-schema.ts";

/** What is wrong with a value of the instance file, as a sentence that says what to write instead. */
export function schemaSentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((name) => unknownName(name, fieldsAt(issue.path))).join(" ");
    case "invalid_key":
      return `The name ${show(issue.path.at(-1))} ${issue.issues.map(({ message }) => message).join("; ")}.`;
    case "invalid_type":
      return issue.input === undefined
        ? `It is missing; it must be ${kinds[issue.expected] ?? issue.expected}.`
        : `It must be ${kinds[issue.expected] ?? issue.expected}, but is ${show(issue.input)}.`;
    case "invalid_value":
      return `It must be one of ${issue.values.map(show).join(", ")}, but is ${show(issue.input)}.`;
    case "too_small":
      return `It must be ${issue.inclusive === false ? "more than" : "at least"} ${bound(issue.minimum, issue.origin)}, but is ${show(issue.input)}.`;
    case "too_big":
      return `It must be ${issue.inclusive === false ? "less than" : "at most"} ${bound(issue.maximum, issue.origin)}, but is ${show(issue.input)}.`;
    case "invalid_union":
      return `It fits none of its forms: ${issue.errors.map((arm) => arm.map(schemaSentence).join(" ")).join(" Or: ")}`;
    case "invalid_format":
      return issue.format === "url"
        ? `It must be a URL that starts with http:// or https://, but is ${show(issue.input)}.`
        : issue.format === "starts_with"
          ? `It must start with /, but is ${show(issue.input)}.`
          : `It ${issue.message}, but is ${show(issue.input)}.`;
    case "custom":
    case "invalid_element":
    case "not_multiple_of":
      return `It ${issue.message}, but is ${show(issue.input)}.`;
  }
}

/** Of a name that is not known, `known` being those that are. */
export function unknownName(name: string, known: readonly string[]): string {
  return `"${name}" is not known here.${didYouMean(name, known)} Correct its spelling, or take it out.`;
}

const kinds: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
};

function bound(value: number | bigint, origin: string): string {
  return origin === "array" ? `${value} long` : origin === "string" ? `${value} characters long` : String(value);
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "symbol") return String(value);
  const text = (JSON.stringify(value) ?? "missing").replace(/\/\/[^/"]*@/, "//…@"); // No password on the screen.
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
