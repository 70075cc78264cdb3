import { concurrency, functionNames, handlerPath, payload } from "../task.mjs";

/**
 * Ours, as `ringonce start` runs it: with the functions' time-outs, reserved concurrency, freezing, the memory limit,
 * the log and the checks.
 * @param {{ runtime: string, handler: string }} language @returns {Promise<import("../task.mjs").Runner>}
 */
export async function open({ runtime, handler }) {
  /** @type {typeof import("../../../src/lambda/lambda.ts")} */
  const { Lambda } = await compiled("lambda/lambda.js");
  /** @type {typeof import("../../../src/clock/system.ts")} */
  const { SystemClock } = await compiled("clock/system.js");
  /** @type {typeof import("../../../src/clock/chance.ts")} */
  const { systemChance } = await compiled("clock/chance.js");

  // Every event and every line of the log is made and handed over. What becomes of them is the journal's business.
  const note = () => {};
  const lambda = await Lambda.open({
    functions: functionNames.map((name) => ({
      ...{ name, runtime, handler, codePath: handlerPath, timeoutMs: 8_000, memoryMb: 512, environment: {} },
      ...{ reservedConcurrency: concurrency, region: "us-east-1", accountId: "123456789012" },
    })),
    clock: new SystemClock(),
    chance: systemChance,
    observer: {
      environmentStarted: note,
      environmentAssigned: note,
      environmentInitialized: note,
      handlerStarted: note,
      environmentStopped: note,
      log: note,
    },
    accountConcurrency: 1_000,
    prepareEnvironment: async () => ({ variables: {}, release: () => {} }),
  });

  /** @param {string} functionName @returns {Promise<string>} */
  const invoke = (functionName) =>
    new Promise((resolve, reject) =>
      lambda.invoke({
        functionName,
        requestId: systemChance.uuid(),
        payload,
        settled: (outcome) =>
          outcome.type === "succeeded" ? resolve(outcome.payload) : reject(new Error(JSON.stringify(outcome))),
      }),
    );
  let cold = 0;
  return {
    invoke: () => invoke("warm"),
    invokeCold: () => invoke(`cold-${cold++}`),
    close: () => lambda.close(),
  };
}

/** @param {string} file of dist/ @returns {Promise<any>} */
const compiled = (file) => import(new URL(`../../../dist/${file}`, import.meta.url).href);
