import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Served } from "../src/page/protocol.ts";
import { printedUrl, ringonce, scratch, start } from "./ringonce.ts";

const source = join(import.meta.dirname, "..", "src");

/** A record of no call. */
const emptyJournal = written("empty.jsonl", {
  type: "journal.opened",
  at: 0,
  version: 1,
  region: "ap-northeast-1",
  accountId: "000000000000",
  alias: "sakura",
  instanceArn: "arn:aws:connect:ap-northeast-1:000000000000:instance/00000000-0000-0000-0000-000000000000",
});
/** An instance with one flow. */
const ownFlow = join(source, "connect", "fixtures", "parts", "line.json");
const ownInstance = written("own.json", {
  ...{ phoneNumbers: { "+81312340001": "own" }, flows: { own: ownFlow } },
  functions: {
    reserve: {
      runtime: "nodejs22.x",
      code: join(source, "connect", "fixtures", "parts", "fn"),
      handler: "index.handler",
    },
  },
});

describe.concurrent("the command line", () => {
  test.each([
    [[]],
    [["dial", "+81312340001"]],
    [["call"]],
    [["call", "+81312340001", "--speed", "2"]],
    [["call", "+81312340001", "--press", "1,hello"]],
    [["call", "+81312340001", "--from", "0312345678"]],
    [["call", "+81312340001", "--latency", "restaurant"]],
    [["call", "+81312340001", "--latency", "restaurant=soon"]],
    [["call", "+81312340001", "--latency", "hotel=7"]],
    [["call", "+81312340001", "--fault", "restaurant=broken"]],
    [["call", "+10000000"]],
    [["call", "+81312340001", "--instance", "no-such-file.json"]],
    [["sweep", "+81312340087", "--blocks", "0-9"]],
    [["sweep", "+81312340087", "--functions", "8-1"]],
    [["sweep", "+10000000"]],
    [["start", "--port", "99999"]],
    [["logs", "no-such-journal.jsonl"]],
    [["show", "no-such-journal.jsonl"]],
  ])("%j: bad usage is a sentence and exit code 2", async (args) => {
    const { code, stdout, stderr } = await ringonce(...args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr.length).toBeGreaterThan(20);
    expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
  });

  test("--help tells the options, the faults and the exit codes", async () => {
    const { code, stdout } = await ringonce("call", "--help");
    expect(code).toBe(0);
    for (const word of [
      "--press",
      "--from",
      "--latency",
      "--fault",
      "--json",
      "--journal",
      "reset-after",
      "Exit codes",
    ])
      expect(stdout).toContain(word);
  });

  test.each([
    ["without an instance, the sample's", [], "reservation-ja"],
    ["with one, its own", ["--instance", ownInstance], "own"],
  ])("a journal is shown %s flows, and nothing can be dialled", async (_name, options, flow) => {
    const server = start("show", emptyJournal, ...options);
    try {
      const url = await printedUrl(server.stdout);
      const served: Served = JSON.parse(await (await fetch(new URL("/instance", url))).text());
      expect(served.type).toBe("journals");
      expect(served.flows?.map(({ name }) => name)).toContain(flow);
      expect((await fetch(new URL("/phones", url), { method: "POST" })).status).toBe(404);
    } finally {
      server.kill("SIGTERM");
      expect(await once(server, "close")).toEqual([0, null]);
    }
  });

  test("an instance that a journal is to be shown with and that cannot be read is a sentence and exit code 2", async () => {
    const { code, stdout, stderr } = await ringonce("show", emptyJournal, "--instance", "no-such-file.json");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/ERR_INSTANCE.*no-such-file\.json/);
  });

  test("every malformed instance is refused with places, and without a stack trace", async () => {
    const folder = join(source, "connect", "fixtures", "malformed");
    const instances = readdirSync(folder).map((name) => join(folder, name));
    expect(instances.length).toBeGreaterThan(20);
    await refused(instances);
  });

  test("every malformed flow of an instance is refused with a place, all at once, and without a stack trace", async () => {
    const folder = join(source, "flow", "fixtures", "malformed");
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThan(40);
    const path = join(scratch, "malformed-flows.json");
    const flows = Object.fromEntries(names.map((name) => [name, join(folder, name)]));
    writeFileSync(path, JSON.stringify({ phoneNumbers: { "+81312340001": names[0] }, flows }));
    const { code, stdout, stderr } = await ringonce("call", "+81312340001", "--instance", path);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).not.toMatch(/ at .*:\d+:\d+\)|node:internal/);
    const placed = names.filter(
      (name) => new RegExp(`${name}:\\d+:\\d+  `).test(stderr) || stderr.includes(`${name} is not UTF-8`),
    );
    expect(names.filter((name) => !placed.includes(name))).toEqual([]);
  });
});

function written(name: string, content: object): string {
  const path = join(scratch, name);
  writeFileSync(path, `${JSON.stringify(content)}\n`);
  return path;
}

/** Two at a time: the machine has two cores. */
async function refused(instances: readonly string[]): Promise<void> {
  const left = [...instances];
  const worker = async () => {
    for (let instance = left.shift(); instance !== undefined; instance = left.shift()) {
      const { code, stdout, stderr } = await ringonce("call", "+81312340001", "--instance", instance);
      expect(code, instance).toBe(2);
      expect(stdout).toBe("");
      expect(stderr, instance).toMatch(/ERR_INSTANCE: .* cannot be used: \d+ problems?\./);
      expect(stderr, instance).not.toMatch(/ at .*:\d+:\d+\)|node:internal/);
    }
  };
  await Promise.all([worker(), worker()]);
}
