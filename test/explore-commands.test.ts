import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../src/simulate/explore/report.ts";
import { ringonce, scratch, start } from "./ringonce.ts";

const line = ["+81312340001", "--press", "1,1224#,1900#,2,1"];
const folder = ".ringonce/counterexamples";

describe("a search of the sample's line, with its real handler", () => {
  let searched: Awaited<ReturnType<typeof ringonce>>;
  beforeAll(async () => {
    const files = ["--report", "out/report.json", "--junit", "out/junit.xml", "--html", "out/report.html"];
    searched = await ringonce("explore", ...line, "--deviations", "1", "--runs", "6", ...files);
  });

  test("ends with 1, tells what it found while it goes on, and prints each finding with its replay", () => {
    const { code, stdout, stderr } = searched;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^found duplicate-execution at invoke, by dialling again, with 1 deviation: /m);
    expect(stdout).toMatch(/^\d+ findings?\n/);
    for (const name of counterexamples()) expect(stdout).toContain(`ringonce replay ${folder}/${name}`);
    expect(stdout).toMatch(/\nRuns {6}6, .*\nCovered .*\nFindings {2}\d\nVerdict {3}searched exhaustively up to 0 dev/);
  });

  test("leaves the report, the JUnit XML and the page where they were wanted", () => {
    const report: Report = JSON.parse(read("out/report.json"));
    expect(report.findings).toHaveLength(counterexamples().length);
    expect(read("out/junit.xml")).toContain(`failures="${report.findings.length}"`);
    expect(read("out/report.html")).toContain("on +81312340001 — ringonce</title>");
  });

  test("a counterexample shows again what it shows, the timeline says where it deviates", async () => {
    const [name = ""] = counterexamples();
    const { code, stdout } = await ringonce("replay", `${folder}/${name}`);
    expect(code).toBe(1);
    expect(stdout).toMatch(/ {2}! {8}the caller hangs up here and dials again\n/);
    expect(stdout).toMatch(/\nIt shows (the finding|all \d findings) again:\n {2}duplicate-execution at invoke/);
  });

  test("where nothing goes wrong a replay shows nothing, and ends with 0", async () => {
    writeFileSync(
      join(scratch, "calm.json"),
      changed((one) => ({ ...one, deviations: [] })),
    );
    const { code, stdout } = await ringonce("replay", "calm.json", "--json", "--journal", "calm.jsonl");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      counterexample: "calm.json",
      reproduced: false,
      findings: [],
      journal: "calm.jsonl",
    });
  });

  test("a counterexample of another line is refused", async () => {
    writeFileSync(
      join(scratch, "stray.json"),
      changed((one) => ({ ...one, number: "+81312340087" })),
    );
    const { code, stderr } = await ringonce("replay", "stray.json");
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^ERR_REPLAY_STRAYED: the counterexample cannot be replayed, because the run does not come to/,
    );
  });

  test("its report alone, merged, is the search's", async () => {
    const { code, stdout } = await ringonce("merge", "out/report.json", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(read("out/report.json")));
  });
});

test("a search that is stopped prints what it has, and says so", async () => {
  const child = start("explore", ...line, "--for", "600", "--json");
  let stdout = "";
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.once("data", () => child.kill("SIGINT"));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code).toBe(1);
  expect((JSON.parse(stdout) as Report).verdict).toMatchObject({ stopped: true });
});

describe.concurrent("bad usage is a sentence and exit code 2", () => {
  writeFileSync(join(scratch, "broken.json"), "{");
  test.each([
    [["explore"]],
    [["explore", "+10000000"]],
    [["explore", ...line, "--shard", "3/2"]],
    [["explore", ...line, "--shard", "0/2"]],
    [["explore", ...line, "--deviations", "-1"]],
    [["explore", ...line, "--runs", "none"]],
    [["explore", ...line, "--for", "0"]],
    [["explore", ...line, "--html", "."]],
    [["explore", ...line, "--junit", "broken.json/junit.xml"]],
    [["merge"]],
    [["merge", "no-such-file.json"]],
    [["merge", "broken.json"]],
    [["replay"]],
    [["replay", "no-such-file.json"]],
    [["replay", "broken.json"]],
  ])("%j", async (args) => {
    const { code, stdout, stderr } = await ringonce(...args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.length).toBeGreaterThan(20);
    expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
  });
});

function counterexamples(): readonly string[] {
  const path = join(scratch, folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
}

function read(name: string): string {
  return readFileSync(join(scratch, name), "utf8");
}

/** The first counterexample, as somebody might have changed it. */
function changed(change: (counterexample: object) => object): string {
  return JSON.stringify(change(JSON.parse(read(`${folder}/${counterexamples()[0]}`))));
}
