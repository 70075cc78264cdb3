import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { carefulLine, naiveLine } from "../model/line.ts";
import type { Report } from "./report.ts";
import { reportJunit } from "./report-junit.ts";
import { search } from "./test/model-search.ts";

const printing = { counterexamples: ".ringonce/counterexamples" };

test("the JUnit XML of a search", async () => {
  const xml = reportJunit(await search(naiveLine, { deviationsMax: 1 }), printing);
  await expect(xml).toMatchFileSnapshot("golden/junit.xml");
});

test("one test case fails for each finding, and one passes for each kind that was not found", async () => {
  const found = elements(reportJunit(await search(naiveLine, { deviationsMax: 1 }), printing));
  expect(found.filter(({ name }) => name === "testcase").map(({ attributes }) => attributes.name)).toEqual([
    "duplicate-execution at reserve",
    "false-failure at reserve",
    "duplicate-execution at reserve, by dialling again",
    "orphaned-execution",
    "false-success",
  ]);
  expect(found.filter(({ name }) => name === "failure")).toHaveLength(3);
  const clean = elements(reportJunit(await search(carefulLine, { deviationsMax: 1 }), printing));
  expect(clean.find(({ name }) => name === "testsuite")?.attributes).toMatchObject({ tests: "4", failures: "0" });
});

test("whatever an Action is called and a function says, the XML is well-formed and means the same", async () => {
  const report = await search(naiveLine, { deviationsMax: 1 });
  const nasty = (forbidden: readonly string[]) => `<b>"${forbidden.join("[31m & ]]> ")} 予約\t'\r\n`;
  const message = nasty(["\u0000", "\u001b", "\ud800", "\ufffe"]);
  const place = `a"<&>'\n\u0007`;
  const spoiled: Report = {
    ...report,
    findings: report.findings.slice(0, 1).map((one) => ({ ...one, place, message })),
  };
  const found = elements(reportJunit(spoiled, printing));
  const legible = nasty(Array(4).fill("\ufffd"));
  const failure = found.find(({ name }) => name === "failure");
  expect(failure?.attributes.message).toBe(legible);
  expect(failure?.text.startsWith(legible)).toBe(true);
  expect(found.find(({ name }) => name === "testcase")?.attributes.name).toContain(`a"<&>'\n\ufffd`);
});

/** Every element of a document, by an XML parser that takes no faults. */
function elements(xml: string) {
  const found: { readonly name: string; readonly attributes: Readonly<Record<string, string>>; text: string }[] = [];
  const open: (typeof found)[number][] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes, text: "" };
    found.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return found;
}
