import { createHash } from "node:crypto";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { carefulLine, naiveLine } from "../model/line.ts";
import { reportHtml } from "./report-html.ts";
import { search } from "./test/model-search.ts";

const printing = { counterexamples: ".ringonce/counterexamples" };

test("the page of a search", async () => {
  const page = reportHtml(await search(naiveLine, { deviationsMax: 1 }), printing);
  await expect(page).toMatchFileSnapshot("golden/report.html.txt");
});

test("the page of a search that found nothing", async () => {
  const page = reportHtml(await search(carefulLine, { deviationsMax: 1 }), printing);
  expect(page).toContain("<title>No findings on +81312340000 — ringonce</title>");
  expect(page).toContain("No run showed a finding.");
});

test("the page loads and runs nothing, and its policy forbids that it does", async () => {
  const page = reportHtml(await search(naiveLine, { deviationsMax: 1 }), printing);
  expect(page).not.toMatch(/<script|\ssrc=|\son\w+=|\sstyle=|javascript:|@import|url\((?!#run-)/i);
  expect([...page.matchAll(/\shref="([^"]*)"/g)].map(([, to]) => to)).toEqual(["#finding-1"]);
  const [, style = ""] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
  const hash = createHash("sha256").update(style).digest("base64");
  expect(page).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
  );
});

test("what an API, a function or a flow says cannot become part of the page", async () => {
  const report = await search(naiveLine, { deviationsMax: 1 });
  const nasty = `</td></svg><script>alert(1)</script>" onload="x`;
  const spoiled = JSON.parse(JSON.stringify(report), (key, value) =>
    typeof value === "string" && ["text", "message", "place", "action", "functionName", "request", "name"].includes(key)
      ? nasty
      : value,
  );
  const page = reportHtml(spoiled, printing);
  expect(page).not.toContain("<script");
  expect(page).not.toMatch(/<[^>]*\sonload=/);
});

test("the drawing is well-formed SVG with a lane for the caller, the block, each attempt and each request", async () => {
  const page = reportHtml(await search(naiveLine, { deviationsMax: 1 }), printing);
  const [drawing = ""] = /<svg[\s\S]*?<\/svg>/.exec(page) ?? [];
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "text" && attributes.class === "name") names.push("");
  });
  parser.on("text", (text) => {
    const last = names.length - 1;
    if (names[last] === "") names[last] = text.trim();
  });
  parser.write(drawing).close();
  expect(names.slice(0, 7)).toEqual([
    ...["! what goes wrong", "caller", "Connect: reserve", "#1 reserve", "→ restaurant", "#2 reserve", "→ restaurant"],
  ]);
});
