import { expect, test } from "vitest";
import { Output } from "./output.ts";

function linesOf(...chunks: string[]): string[] {
  const lines: string[] = [];
  const output = new Output((line) => lines.push(line));
  for (const chunk of chunks) output.write(Buffer.from(chunk, "latin1"));
  output.flush();
  return lines;
}

test("a line may come in several pieces, and several lines in one", () => {
  expect(linesOf("one\ntw", "o\nthree\n")).toEqual(["one", "two", "three"]);
});

test("a last line without an end is a line", () => {
  expect(linesOf("one\ntwo")).toEqual(["one", "two"]);
});

test("a character cut in two is put together again", () => {
  const bytes = Buffer.from("予約\n").toString("latin1");
  expect(linesOf(bytes.slice(0, 2), bytes.slice(2))).toEqual(["予約"]);
});

test("a carriage return within a line is a line break within one event; one at the end is nothing", () => {
  expect(linesOf("Traceback:\r  line 1\r  line 2\nnext\r\n")).toEqual(["Traceback:\n  line 1\n  line 2", "next"]);
});

test("an empty line is a line", () => {
  expect(linesOf("\n\n")).toEqual(["", ""]);
});
