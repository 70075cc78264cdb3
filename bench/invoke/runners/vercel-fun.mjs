import { createRequire } from "node:module";
import { join } from "node:path";
import { functionNames, handlerPath, payload, peersPath } from "../task.mjs";

/** @vercel/fun's createFunction() and invoke(). @returns {Promise<import("../task.mjs").Runner>} */
export async function open() {
  const { createFunction } = createRequire(join(peersPath, "package.json"))("@vercel/fun");
  const [warm, ...fresh] = await Promise.all(
    functionNames.map((FunctionName) =>
      createFunction({
        ...{ FunctionName, Code: { Directory: handlerPath }, Handler: "index.handler", Runtime: "nodejs" },
        ...{ Environment: { Variables: {} }, Timeout: 8, MemorySize: 512 },
      }),
    ),
  );
  /** @param {any} deployed */
  const invoke = async (deployed) => String((await deployed.invoke({ Payload: payload })).Payload);
  let cold = 0;
  return {
    invoke: () => invoke(warm),
    invokeCold: () => invoke(fresh[cold++]),
    close: async () => void (await Promise.all([warm, ...fresh].map((deployed) => deployed.destroy()))),
  };
}
