import type { FunctionConfiguration } from "../lambda/function.ts";
import { functionNameOf } from "../lambda/function.ts";
import { findNamed } from "./arn.ts";
import { isStatic } from "./check-references.ts";
import type { Instance, InstanceFlow } from "./instance.ts";

/**
 * The functions that a call can come to from this flow, and from those that it leads to. Where a flow or a function is
 * only known during the call (`$.…`) it may be any of the instance's.
 */
export function reachableFunctions(start: InstanceFlow, instance: Instance): readonly FunctionConfiguration[] {
  const flows = new Set([start]);
  const functions = new Set<FunctionConfiguration>();
  for (const { flow } of flows) // A set that grows is gone through to its end.
    for (const { type, parameters } of flow.actions.values()) {
      const { ContactFlowId, LambdaFunctionARN } = parameters;
      if (type === "TransferToFlow")
        for (const next of namedBy(ContactFlowId, instance.flows, findFlow)) flows.add(next);
      if (type === "InvokeLambdaFunction")
        for (const one of namedBy(LambdaFunctionARN, instance.functions, findFunction)) functions.add(one);
    }
  return [...functions];
}

function namedBy<T>(
  name: unknown,
  all: readonly T[],
  find: (all: readonly T[], name: string) => T | undefined,
): readonly T[] {
  if (typeof name !== "string" || !isStatic(name)) return all;
  const found = find(all, name);
  return found === undefined ? [] : [found];
}

const findFlow: (flows: readonly InstanceFlow[], named: string) => InstanceFlow | undefined = findNamed;

function findFunction(functions: readonly FunctionConfiguration[], arn: string): FunctionConfiguration | undefined {
  return functions.find(({ name }) => name === functionNameOf(arn));
}
