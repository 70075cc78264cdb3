import type { Action, ContactFlow } from "../flow/flow.ts";
import type { Place, Problem } from "../flow/problem.ts";
import { functionNameOf } from "../lambda/function.ts";
import { findNamed } from "./arn.ts";
import type { Instance } from "./instance.ts";

type At = (keys: readonly (string | number)[], rule: string, message: string) => Problem;

/** What the instance names must be there: numbers name flows, and queues name hours. */
export function checkReferences(instance: Instance, flowNames: ReadonlySet<string>, at: At): readonly Problem[] {
  const numbers = [...instance.phoneNumbers].flatMap(([number, flow]) =>
    flowNames.has(flow)
      ? []
      : [at(["phoneNumbers", number], "flow-missing", `There is no flow "${flow}". ${known("flows", flowNames)}`)],
  );
  const queues = instance.queues.flatMap(({ name, hoursOfOperation }) =>
    hoursOfOperation === undefined || instance.hoursOfOperation.has(hoursOfOperation)
      ? []
      : [
          at(
            ["queues", name, "hoursOfOperation"],
            "hours-missing",
            `There are no hours "${hoursOfOperation}". ${known("hoursOfOperation", instance.hoursOfOperation.keys())}`,
          ),
        ],
  );
  return [...numbers, ...queues];
}

/**
 * The same for what one flow names: functions, flows, queues and hours. A name that is only known during the call
 * (`$.…`) is left to the call. `placeOf` tells where the Action's parameter stands in the flow's own file. */
export function checkFlowReferences(
  flow: ContactFlow,
  instance: Instance,
  placeOf: (action: string, path: readonly string[]) => Place,
): readonly Problem[] {
  return [...flow.actions.values()].flatMap((action) =>
    missing(action, instance).map(({ rule, message, parameter }) => ({
      rule,
      message,
      place: placeOf(action.identifier, ["Parameters", parameter]),
    })),
  );
}

function missing(
  { type, parameters }: Action,
  instance: Instance,
): readonly { rule: string; message: string; parameter: string }[] {
  const names = (key: string): readonly string[] => {
    const value = parameters[key];
    return typeof value === "string" && value !== "" && !value.includes("$.") && !value.includes("$[") ? [value] : [];
  };
  switch (type) {
    case "InvokeLambdaFunction":
      return names("LambdaFunctionARN")
        .filter((arn) => !instance.functions.some(({ name }) => name === functionNameOf(arn)))
        .map((arn) => ({
          parameter: "LambdaFunctionARN",
          rule: "function-missing",
          message: `The Action invokes ${functionNameOf(arn)}, which is not among the functions. Add it there. ${known(
            "functions",
            instance.functions.map(({ name }) => name),
          )}`,
        }));
    case "TransferToFlow":
      return names("ContactFlowId")
        .filter((flow) => findNamed(instance.flows, flow) === undefined)
        .map((flow) => ({
          parameter: "ContactFlowId",
          rule: "flow-missing",
          message: `The Action transfers to flow ${flow}, which is not among the flows. Add it there, with that "arn".`,
        }));
    case "UpdateContactTargetQueue":
      return names("QueueId")
        .filter((queue) => findNamed(instance.queues, queue) === undefined)
        .map((queue) => ({
          parameter: "QueueId",
          rule: "queue-missing",
          message: `The Action uses queue ${queue}, which is not among the queues. Add it there, with that "arn".`,
        }));
    case "CheckHoursOfOperation":
      return names("HoursOfOperationId")
        .filter((hours) => !instance.hoursOfOperation.has(hoursName(hours)))
        .map((hours) => ({
          parameter: "HoursOfOperationId",
          rule: "hours-missing",
          message: `The Action checks the hours ${hours}, which are not among hoursOfOperation. Add them there, named "${hoursName(hours)}".`,
        }));
    default:
      return [];
  }
}

/** Hours are found by their name, or by the id at the end of an ARN. */
export function hoursName(hours: string): string {
  return hours.slice(hours.lastIndexOf("/") + 1);
}

function known(what: string, names: Iterable<string>): string {
  const all = [...names];
  return all.length === 0 ? `"${what}" is empty.` : `"${what}" has: ${all.join(", ")}.`;
}
