import { spawn } from "node:child_process";
import { join } from "node:path";
import { handlerPath, payload, peersPath } from "../task.mjs";
import { listenBarely } from "./bare-runtime-api.mjs";

/** AWS's own client for Node.js, a process for each environment, behind the least that a Runtime API can be. @returns {import("../task.mjs").Runner} */
export function open() {
  const client = join(peersPath, "node_modules/aws-lambda-ric/bin/index.mjs");
  /** @type {import("node:child_process").ChildProcess[]} */
  const processes = [];
  const start = async () => {
    const { port, invoke } = await listenBarely();
    const runtime = spawn(process.execPath, [client, "index.handler"], {
      cwd: handlerPath,
      env: { PATH: process.env.PATH, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`, LAMBDA_TASK_ROOT: handlerPath },
      stdio: "ignore",
    });
    processes.push(runtime);
    return () => invoke(payload);
  };
  /** @type {Promise<() => Promise<string>>[]} The environment of each caller. */
  const warm = [];
  return {
    invoke: async (caller) => {
      warm[caller] ??= start();
      return (await warm[caller])();
    },
    invokeCold: async () => (await start())(),
    close: async () => {
      for (const runtime of processes) runtime.kill("SIGKILL");
    },
  };
}
