import {
  createScanner,
  type Node,
  type ParseError,
  type ParseErrorCode,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import type { JsonText } from "./json.ts";
import { type Path, pathText } from "./path.ts";
import type { Place, Problem } from "./problem.ts";

/** Not documented by AWS, chosen: real flows nest some ten deep, and what lies below this is no flow. */
export const nestingMax = 100;

/** Reads JSON with a parser that knows where everything stands, and can say what is wrong there. Never throws. */
export function readLocatedJson(text: string): JsonText {
  const problems: Problem[] = [];
  const place = placer(text);

  const marked = text.startsWith("\uFEFF");
  if (marked) {
    problems.push({
      rule: "json-byte-order-mark",
      message: 'The file starts with a byte-order mark, which is not JSON. Save it as "UTF-8" without "BOM".',
      place: place(0),
    });
  }
  const json = marked ? ` ${text.slice(1)}` : text; // A space keeps every offset.

  const deepest = tooDeep(json);
  if (deepest !== undefined) {
    problems.push({
      rule: "json-nesting",
      message: `The file nests lists and objects more than ${nestingMax} deep. Check that it is the file you mean.`,
      place: place(deepest),
    });
    return { value: undefined, problems, placeOf: (path) => ({ ...place(deepest), path: pathText(path) }) };
  }

  const errors: ParseError[] = [];
  const root = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  const error = errors[0]; // The ones that follow are mostly its echo.
  if (root === undefined || error !== undefined) {
    const offset = error?.offset ?? json.length;
    problems.push({ rule: "json-syntax", message: syntaxMessage(json, error), place: place(offset) });
    return { value: undefined, problems, placeOf: (path) => ({ ...place(offset), path: pathText(path) }) };
  }

  const duplicate = (key: Node): void => {
    problems.push({
      rule: "json-duplicate-key",
      message: `${JSON.stringify(key.value)} stands twice in the same object, and only the last one counts. Remove one.`,
      place: place(key.offset),
    });
  };
  return {
    value: plainValue(root, duplicate),
    problems,
    placeOf: (path) => ({ ...place(nearest(root, path).offset), path: pathText(path) }),
  };
}

/**
 * The offset of the first bracket that is too deep. It is found by the parser's own scanner and without recursion,
 * which the parser itself has: it could run out of stack. A bracket that closes nothing is passed over.
 */
function tooDeep(json: string): number | undefined {
  const scanner = createScanner(json, true);
  const awaited: string[] = [];
  for (scanner.scan(); scanner.getTokenOffset() < json.length; scanner.scan()) {
    const first = json[scanner.getTokenOffset()];
    if (first === awaited.at(-1)) awaited.pop();
    else if (first === "{" || first === "[") {
      awaited.push(first === "{" ? "}" : "]");
      if (awaited.length > nestingMax) return scanner.getTokenOffset();
    }
  }
  return undefined;
}

function plainValue(node: Node, duplicate: (key: Node) => void): unknown {
  const children = node.children ?? [];
  if (node.type === "array") return children.map((child) => plainValue(child, duplicate));
  if (node.type !== "object") return node.value;
  const value: Record<string, unknown> = Object.create(null);
  for (const { children: [key, member] = [] } of children) {
    if (key === undefined || member === undefined) continue;
    if (key.value in value) duplicate(key);
    value[key.value] = plainValue(member, duplicate);
  }
  return value;
}

function nearest(node: Node, [key, ...rest]: Path): Node {
  if (key === undefined) return node;
  const child =
    node.type === "array"
      ? node.children?.[Number(key)]
      : node.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1];
  return child === undefined ? node : nearest(child, rest);
}

/** Line and column of an offset, both from 1. */
function placer(text: string): (offset: number) => Place {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return (offset) => {
    let [line, after] = [0, starts.length];
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else after = middle;
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

function syntaxMessage(json: string, error: ParseError | undefined): string {
  const end = json.trimEnd().length;
  if (end === 0) return "The file is empty.";
  if (error === undefined || error.offset >= end || isOpen(error, end)) {
    return "The file ends too early to be JSON: it was cut off, or a quote, bracket or brace is not closed.";
  }
  const found = JSON.stringify(json.slice(error.offset, error.offset + Math.min(Math.max(error.length, 1), 20)));
  return `The file is not JSON: ${expected(error.error)}, but there is ${found}.`;
}

/** A string or a number that goes on to the end of the file and is not complete there. */
function isOpen({ error, offset, length }: ParseError, end: number): boolean {
  return printParseErrorCode(error).startsWith("UnexpectedEndOf") && offset + length >= end;
}

function expected(code: ParseErrorCode): string {
  const name = printParseErrorCode(code);
  return expectations[name] ?? `this cannot be read (${name})`;
}

/** What jsonc-parser missed, by the name of its error code. */
const expectations: Readonly<Record<string, string>> = {
  PropertyNameExpected: "a name in double quotes must follow here",
  ValueExpected: "a value must stand here",
  ColonExpected: "a colon must follow the name",
  CommaExpected: "a comma must follow here",
  CloseBraceExpected: "a closing brace must follow here",
  CloseBracketExpected: "a closing bracket must follow here",
  EndOfFileExpected: "nothing may follow the end of the value",
  InvalidCommentToken: "comments are not allowed",
  InvalidCharacter: "a control character must be escaped in a string",
  InvalidEscapeCharacter: 'a backslash must be followed by one of " \\ / b f n r t u',
  InvalidUnicode: "\\u must be followed by four hexadecimal digits",
  UnexpectedEndOfString: "the string must be closed on its line",
  InvalidSymbol: "only strings, numbers, true, false, null, lists and objects are allowed",
  UnexpectedEndOfNumber: "a number must go on here",
  InvalidNumberFormat: "this is not a number",
};
