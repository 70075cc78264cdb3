import type { Action, ContactFlow } from "../flow/flow.ts";
import type { Place, Problem } from "../flow/problem.ts";
import { functionNameOf } from "../lambda/function.ts";
import { findNamed } from "./arn.ts";
import { hoursName } from "./hours.ts";
import type { Instance } from "./instance.ts";

/** A part of the instance file. */
type Part = "externals" | "flows" | "functions" | "hoursOfOperation" | "phoneNumbers" | "queues";

/** Whether a part could be read: what is missing from a part that is broken itself is not worth a word. */
type Sound = (part: Part) => boolean;

/** What the instance names must be there: numbers name flows, queues name hours, examples name numbers and external APIs. */
export function checkReferences(
  { phoneNumbers, queues, hoursOfOperation, examples, externals }: Instance,
  flowNames: readonly string[],
  sound: Sound,
  at: (keys: readonly string[], rule: string, message: string) => Problem,
): readonly Problem[] {
  const ofNumbers = [...phoneNumbers]
    .filter(([, flow]) => sound("flows") && !flowNames.includes(flow))
    .map(([number, flow]) =>
      at(["phoneNumbers", number], "flow-missing", `There is no flow "${flow}". ${known("flows", flowNames)}`),
    );
  const hours = [...hoursOfOperation.keys()];
  const ofQueues = queues.flatMap(({ name, hoursOfOperation: wanted }) =>
    wanted === undefined || !sound("hoursOfOperation") || hours.includes(wanted)
      ? []
      : at(
          ["queues", name, "hoursOfOperation"],
          "hours-missing",
          `There are no hours "${wanted}". ${known("hoursOfOperation", hours)}`,
        ),
  );
  const numbers = [...phoneNumbers.keys()];
  const apis = externals.map(({ name }) => name);
  const ofExamples = examples.flatMap(({ title, number, conditions }) => [
    ...(!sound("phoneNumbers") || numbers.includes(number)
      ? []
      : [
          at(
            ["examples", title, "number"],
            "number-missing",
            `There is no number ${number}. ${known("phoneNumbers", numbers)}`,
          ),
        ]),
    ...Object.keys(conditions)
      .filter((api) => sound("externals") && !apis.includes(api))
      .map((api) =>
        at(
          ["examples", title, "conditions", api],
          "external-missing",
          `There is no external API "${api}". ${known("externals", apis)}`,
        ),
      ),
  ]);
  return [...ofNumbers, ...ofQueues, ...ofExamples];
}

/**
 * The same for what one flow names: functions, flows, queues and hours. A name that is only known during the call
 * (`$.…`) is left to the call. `placeOf` tells where the Action's parameter stands in the flow's own file.
 */
export function checkFlowReferences(
  flow: ContactFlow,
  instance: Instance,
  sound: Sound,
  placeOf: (action: string, path: readonly string[]) => Place,
): readonly Problem[] {
  return [...flow.actions.values()].flatMap((action) => {
    const reference = references[action.type];
    const named = reference && action.parameters[reference.parameter];
    if (reference === undefined || typeof named !== "string" || !isStatic(named)) return [];
    if (!sound(reference.part) || reference.isThere(named, instance)) return [];
    const place = placeOf(action.identifier, ["Parameters", reference.parameter]);
    return { rule: reference.rule, message: reference.message(named, instance), place };
  });
}

interface Reference {
  readonly parameter: string;
  readonly part: Part;
  readonly rule: string;
  readonly isThere: (named: string, instance: Instance) => boolean;
  readonly message: (named: string, instance: Instance) => string;
}

/** The Actions that name something of the instance's. */
const references: Readonly<Record<Action["type"], Reference>> = {
  InvokeLambdaFunction: {
    parameter: "LambdaFunctionARN",
    part: "functions",
    rule: "function-missing",
    isThere: (arn, { functions }) => functions.some(({ name }) => name === functionNameOf(arn)),
    message: (arn, { functions }) => {
      const names = functions.map(({ name }) => name);
      return `The Action invokes ${functionNameOf(arn)}, which is not among the functions. Add it there. ${known("functions", names)}`;
    },
  },
  TransferToFlow: {
    parameter: "ContactFlowId",
    part: "flows",
    rule: "flow-missing",
    isThere: (flow, { flows }) => findNamed(flows, flow) !== undefined,
    message: (flow) =>
      `The Action transfers to flow ${flow}, which is not among the flows. Add it there, with that "arn".`,
  },
  UpdateContactTargetQueue: {
    parameter: "QueueId",
    part: "queues",
    rule: "queue-missing",
    isThere: (queue, { queues }) => findNamed(queues, queue) !== undefined,
    message: (queue) => `The Action uses queue ${queue}, which is not among the queues. Add it there, with that "arn".`,
  },
  CheckHoursOfOperation: {
    parameter: "HoursOfOperationId",
    part: "hoursOfOperation",
    rule: "hours-missing",
    isThere: (hours, { hoursOfOperation }) => hoursOfOperation.has(hoursName(hours)),
    message: (hours) =>
      `The Action checks the hours ${hours}, which are not among hoursOfOperation. Add them there, named "${hoursName(hours)}".`,
  },
};

/** Whether a flow names something itself, and does not only learn during the call what is meant. */
export function isStatic(value: string): boolean {
  return value !== "" && !value.includes("$.") && !value.includes("$[");
}

function known(part: Part, names: readonly string[]): string {
  return names.length === 0 ? `"${part}" is empty.` : `"${part}" has: ${names.join(", ")}.`;
}
