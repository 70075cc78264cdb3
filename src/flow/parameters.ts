import { isRecord } from "./json.ts";
import { mustBe, type Reading } from "./reading.ts";
import { nearest } from "./suggest.ts";

/** What one parameter of an Action accepts: for the interpreter, which reads it, and for whoever explains it. */
export interface Parameter<T> {
  /** Completes "must be". */
  readonly says: string;
  readonly takes: Takes;
  readonly required: boolean;
  read(value: unknown, reading: Reading): T | Unread;
}

/**
 * Whether a parameter takes references: none at all, one that is the whole value, that and nothing else, or any number
 * of them in text.
 * https://docs.aws.amazon.com/connect/latest/devguide/flow-language-actions-parameter-restrictions.html
 */
export type Takes = "static" | "static or a reference" | "a reference" | "dynamic";

/** In place of a value that is wrong, or that has references which are not replaced yet. */
export const unread = Symbol("unread");
export type Unread = typeof unread;

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;
export type Values<P extends Parameters> = { readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never };

/** One of a group's own rules, for what its members cannot see alone. */
export type Rule = (written: Written, reading: Reading) => void;
/** The members of a group as they stand in the file. */
export type Written = Readonly<Record<string, unknown>>;

/** Parameters that belong together: those of an Action, or of an object within them. */
export interface Group<P extends Parameters> extends Parameter<Values<P>> {
  readonly members: P;
}

export function group<P extends Parameters>(members: P, ...rules: readonly Rule[]): Group<P> {
  return {
    says: "an object",
    takes: "dynamic",
    required: true,
    members,
    read(value, reading) {
      if (!isRecord(value)) {
        mustBe("an object", value, reading);
        return unread;
      }
      if (reading.asWritten) {
        for (const rule of [misspelt(members), ...rules]) rule(value, reading);
      }
      const values: Record<string, unknown> = {};
      let complete = true;
      for (const name of Object.keys(members)) {
        const member = members[name];
        if (member === undefined) continue;
        const given = value[name];
        if (given === undefined && !member.required) {
          values[name] = member.read(given, reading);
        } else if (given === undefined) {
          reading.at(name).wrong("parameter-missing", `is missing: it must be ${member.says}.`);
          complete = false;
        } else {
          const read = member.read(given, reading.at(name));
          if (read === unread) complete = false;
          else values[name] = read;
        }
      }
      return complete ? (values as Values<P>) : unread;
    },
  };
}

export function optional<T>(parameter: Parameter<T>): Parameter<T | undefined> {
  return {
    ...parameter,
    required: false,
    read: (value, reading) => (value === undefined ? undefined : parameter.read(value, reading)),
  };
}

export function withDefault<T>(parameter: Parameter<T>, absent: T): Parameter<T> {
  return {
    ...parameter,
    required: false,
    read: (value, reading) => (value === undefined ? absent : parameter.read(value, reading)),
  };
}

/** Of these members, one must be there and no other. */
export function exactlyOneOf(...names: readonly string[]): Rule {
  return (written, reading) => {
    const given = names.filter((name) => written[name] !== undefined);
    if (given.length === 1) return;
    const one = `exactly one of ${names.join(", ")}`;
    reading.wrong(
      "parameter-choice",
      given.length === 0 ? `must have ${one}.` : `must have ${one}, not ${given.join(" and ")}.`,
    );
  };
}

/** Real exports have members that no page lists, so an unknown name is no fault, unless it is nearly a known one. */
function misspelt(members: Parameters): Rule {
  return (written, reading) => {
    const missing = Object.keys(members).filter((name) => written[name] === undefined);
    for (const name of Object.keys(written)) {
      const meant = Object.hasOwn(members, name) ? undefined : nearest(name, missing);
      if (meant !== undefined)
        reading.at(name).wrong("parameter-misspelt", `is no parameter here. Did you mean ${meant}?`);
    }
  };
}
