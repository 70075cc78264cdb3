import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { functionOn, isAlive, temporaryFolder } from "./test/running-lambda.ts";
import { inSimulatedTime } from "./test/simulated-lambda.ts";

const nodejs = `
  const loadedAt = Date.now();
  exports.handler = async ({ exits }) => {
    if (exits) process.exit(1);
    const { API_URL: api, AWS_LAMBDA_LOG_STREAM_NAME: stream, NAME: name } = process.env;
    return { loadedAt, api, stream, name, pid: process.pid };
  };
`;
const python = `
import os, sys, time

loaded_at = round(time.time() * 1000)


def handler(event, context):
    if event.get("exits"):
        sys.exit(1)
    api, stream, name = (os.environ[key] for key in ("API_URL", "AWS_LAMBDA_LOG_STREAM_NAME", "NAME"))
    return {"loadedAt": loaded_at, "api": api, "stream": stream, "name": name, "pid": os.getpid()}
`;

interface Answer {
  readonly loadedAt: number;
  readonly api: string;
  readonly stream: string;
  readonly name: string;
  readonly pid: number;
}

test.each([
  ["nodejs22.x", "index.js", nodejs],
  ["python3.13", "index.py", python],
])(
  "a second environment on %s loads its handler when it begins, and finds its own variables",
  async (runtime, file, code) => {
    const codePath = temporaryFolder();
    writeFileSync(join(codePath, file), code);
    const lambda = await inSimulatedTime([functionOn("told", { codePath, runtime, environment: { NAME: "桜" } })]);
    const { clock } = lambda.running;
    const began = clock.now();
    const [first] = await atOnce(1);
    await lambda.running.wait(60_000);
    const both = await atOnce(2);
    const second = both.find(({ pid }) => pid !== first?.pid);
    expect(first).toMatchObject({ loadedAt: began, name: "桜" });
    expect(second).toMatchObject({ loadedAt: began + 60_000, name: "桜" });
    expect(second?.stream).not.toBe(first?.stream);
    expect(second?.api).not.toBe(first?.api);

    await lambda.invoke({ exits: true });
    const [third] = await atOnce(1);
    const same = [first, second].find((one) => one?.stream === third?.stream);
    expect(third).toMatchObject({ loadedAt: began + 60_000, api: same?.api });

    async function atOnce(requests: number): Promise<Answer[]> {
      const answers = await Promise.all(Array.from({ length: requests }, () => lambda.answered({})));
      return answers.map(([, answer]) => answer as Answer);
    }
  },
);

test("a process that stood by and has been killed is not missed, and none is left when the bench closes", async () => {
  const codePath = temporaryFolder();
  writeFileSync(join(codePath, "index.js"), nodejs);
  const lambda = await inSimulatedTime([functionOn("told", { codePath })]);
  const [, { pid }] = (await lambda.answered({})) as [number, Answer];
  const standing = runtimesIn(codePath).filter((one) => one !== pid);
  for (const one of standing) process.kill(one, "SIGKILL");
  while (standing.some(isKnown)) await setImmediate(); // On a busy machine even that takes its time.
  await lambda.invoke({ exits: true });
  expect(await lambda.timed({})).toEqual([0, "succeeded"]);
  await lambda.running.lambda.close();
  expect(runtimesIn(codePath).filter(isAlive)).toEqual([]);
});

/** Whether there is anything left of it that its parent has not taken notice of. */
function isKnown(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The processes that have the folder among their arguments. */
function runtimesIn(folder: string): readonly number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(folder)).map((line) => Number.parseInt(line, 10));
}
