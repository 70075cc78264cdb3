import { join } from "node:path";
import { compiled } from "../compiled.mjs";

/** The 8/7 line of the sample, its function in Python. */
export const sleepSeven = "+81312340087";
/** The naive line of the sample, and a caller who books a table. */
export const naive = { number: "+81312340001", presses: ["1", "1224#", "1900#", "2", "1"] };
export const from = "+819012345678";

export async function sample() {
  const { readInstance } = await compiled("connect/read-instance");
  const { instance, problems } = readInstance(join(import.meta.dirname, "../../sample/instance.json"));
  if (instance === undefined) throw new Error(JSON.stringify(problems));
  return instance;
}

/** The 8/7 line with one of handlers/ behind it, in Node.js, and api.mjs as its external API. @param {string} handler */
export async function lineOf(handler) {
  const instance = await sample();
  const name = "sleep-seven";
  return {
    ...instance,
    functions: instance.functions
      .filter((/** @type {any} */ one) => one.name === name)
      .map((/** @type {any} */ one) => ({
        ...one,
        ...{ runtime: "nodejs22.x", handler: `${handler}.handler`, codePath: join(import.meta.dirname, "handlers") },
      })),
    externals: [
      {
        name: "api",
        url: new URL("http://127.0.0.1:0"),
        start: ["node", join(import.meta.dirname, "api.mjs")],
        environmentVariable: "API_URL",
        reset: undefined,
      },
    ],
  };
}
