import { assert } from "../assert.ts";
import { contactFlowArn, instanceArn } from "../connect/arn.ts";
import type { Instance } from "../connect/instance.ts";
import { type ConnectPolicy, connectPolicy } from "../connect/policy.ts";
import { parseFlow } from "../flow/parse.ts";

/** The number that answers in a line made by `lineOf`. */
export const lineNumber = "+81312340000";

/** An instance without files: flows by name, the first of which answers. For models and tests; a flow with problems is a bug here. */
export function lineOf(
  flows: Readonly<Record<string, object>>,
  instance: Partial<Omit<Instance, "policy">> & { readonly policy?: Partial<ConnectPolicy> } = {},
): Instance {
  const place = { region: "ap-northeast-1", accountId: "000000000000", alias: "line" };
  const arn = instanceArn(place);
  const [answering = ""] = Object.keys(flows);
  return {
    file: "(no file)",
    directory: "/",
    ...place,
    arn,
    phoneNumbers: new Map([[lineNumber, answering]]),
    functions: [],
    externals: [],
    queues: [],
    hoursOfOperation: new Map(),
    examples: [],
    ...instance,
    policy: { ...connectPolicy, ...instance.policy },
    flows: Object.entries(flows).map(([name, content]) => {
      const { flow, problems } = parseFlow(JSON.stringify(content), name);
      assert(flow !== undefined && problems.length === 0, problems.map(({ message }) => message).join("\n"));
      return { name, arn: contactFlowArn(arn, name), flow };
    }),
  };
}
