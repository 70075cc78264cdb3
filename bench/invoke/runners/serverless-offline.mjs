import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { concurrency, payload, peersPath } from "../task.mjs";

/**
 * serverless-offline with its Lambda API: what an AWS SDK with an endpoint would call. The functions are in
 * peers/serverless.yml.
 * @param {{ inProcess: boolean }} mode @returns {Promise<import("../task.mjs").Runner>}
 */
export async function open({ inProcess }) {
  const ports = [await freePort(), await freePort(), await freePort()];
  const server = spawn(
    process.execPath,
    [
      join(peersPath, "node_modules/serverless/bin/serverless.js"),
      ...["offline", "--host", "127.0.0.1"],
      ...["--lambdaPort", `${ports[0]}`, "--httpPort", `${ports[1]}`, "--websocketPort", `${ports[2]}`],
      ...(inProcess ? ["--useInProcess"] : []),
    ],
    {
      cwd: peersPath,
      env: {
        ...process.env,
        SLS_TELEMETRY_DISABLED: "1",
        SLS_NOTIFICATIONS_MODE: "off",
        SLS_INTERACTIVE_SETUP_ENABLE: "0",
      },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  await listening(ports[0] ?? 0, server);

  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  /** @param {string} functionName @returns {Promise<string>} */
  const invoke = (functionName) =>
    new Promise((resolve, reject) => {
      const path = `/2015-03-31/functions/ringonce-bench-dev-${functionName}/invocations`;
      const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(payload) };
      const sent = request({ agent, host: "127.0.0.1", port: ports[0], method: "POST", path, headers }, (response) => {
        let answer = "";
        response.setEncoding("utf8").on("data", (text) => {
          answer += text;
        });
        response.on("end", () => resolve(answer));
      });
      sent.on("error", reject);
      sent.end(payload);
    });
  let cold = 0;
  return {
    invoke: () => invoke("warm"),
    invokeCold: () => invoke(`cold-${cold++}`),
    close: async () => {
      agent.destroy();
      server.kill("SIGKILL");
    },
  };
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = Object(server.address());
  server.close();
  return port;
}

/** @param {number} port @param {import("node:child_process").ChildProcess} server */
async function listening(port, server) {
  while (server.exitCode === null) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return;
    await sleep(100);
  }
  throw new Error(`serverless offline ended with status ${server.exitCode}`);
}
