import { createRequire } from "node:module";
import { join } from "node:path";
import { handlerPath, payload, peersPath } from "../task.mjs";

/** lambda-local's execute(): the handler runs in our own process. @returns {import("../task.mjs").Runner} */
export function open() {
  const { execute } = createRequire(join(peersPath, "package.json"))("lambda-local");
  const invoke = async () => {
    const event = JSON.parse(payload);
    const lambdaPath = join(handlerPath, "index.js");
    return JSON.stringify(
      await execute({ event, lambdaPath, lambdaHandler: "handler", timeoutMs: 8_000, verboseLevel: 0 }),
    );
  };
  return { invoke, invokeCold: invoke, close: async () => {} };
}
