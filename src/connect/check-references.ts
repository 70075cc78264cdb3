import type { Action, ContactFlow } from "../flow/flow.ts";
import type { Place, Problem } from "../flow/problem.ts";
import { functionNameOf } from "../lambda/function.ts";
import { findNamed } from "./arn.ts";
import { hoursName } from "./hours.ts";
import type { SoundFile } from "./instance-schema.ts";

/**
 * What can be named, also what is wrong itself. Undefined: that part of the file cannot be read, and what is missing from it
 * is not worth a word.
 */
export interface Names {
  readonly flows: readonly Named[] | undefined;
  readonly functions: readonly string[] | undefined;
  readonly queues: readonly Named[] | undefined;
  readonly hoursOfOperation: readonly string[] | undefined;
  readonly phoneNumbers: readonly string[] | undefined;
  readonly externals: readonly string[] | undefined;
}

interface Named {
  readonly name: string;
  readonly arn: string;
}

/** What the instance names must be there: numbers name flows, queues name hours, examples name numbers and external APIs. */
export function checkReferences(
  { phoneNumbers, queues, examples }: Pick<SoundFile, "phoneNumbers" | "queues" | "examples">,
  { flows, hoursOfOperation: hours, phoneNumbers: numbers, externals: apis }: Names,
  at: (keys: readonly string[], rule: string, message: string) => Problem,
): readonly Problem[] {
  const flowNames = flows?.map(({ name }) => name);
  const ofNumbers = Object.entries(phoneNumbers).flatMap(([number, flow]) =>
    flowNames === undefined || flowNames.includes(flow)
      ? []
      : at(["phoneNumbers", number], "flow-missing", `There is no flow "${flow}". ${known("flows", flowNames)}`),
  );
  const ofQueues = Object.entries(queues).flatMap(([name, { hoursOfOperation: wanted }]) =>
    wanted === undefined || hours === undefined || hours.includes(wanted)
      ? []
      : at(
          ["queues", name, "hoursOfOperation"],
          "hours-missing",
          `There are no hours "${wanted}". ${known("hoursOfOperation", hours)}`,
        ),
  );
  const ofExamples = Object.entries(examples).flatMap(([title, { number, conditions = {} }]) => [
    ...(number === undefined || numbers === undefined || numbers.includes(number)
      ? []
      : [
          at(
            ["examples", title, "number"],
            "number-missing",
            `There is no number ${number}. ${known("phoneNumbers", numbers)}`,
          ),
        ]),
    ...Object.keys(conditions).flatMap((api) =>
      apis === undefined || apis.includes(api)
        ? []
        : at(
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
  names: Names,
  placeOf: (action: string, path: readonly string[]) => Place,
): readonly Problem[] {
  return [...flow.actions.values()].flatMap((action) => {
    const reference = references[action.type];
    const named = reference && action.parameters[reference.parameter];
    if (reference === undefined || typeof named !== "string" || !isStatic(named)) return [];
    const message = reference.missing(named, names);
    if (message === undefined) return [];
    return { rule: reference.rule, message, place: placeOf(action.identifier, ["Parameters", reference.parameter]) };
  });
}

interface Reference {
  readonly parameter: string;
  readonly rule: string;
  /** Undefined: it is there, as far as can be told. */
  readonly missing: (named: string, names: Names) => string | undefined;
}

/** The Actions that name something of the instance's. */
const references: Readonly<Record<Action["type"], Reference>> = {
  InvokeLambdaFunction: {
    parameter: "LambdaFunctionARN",
    rule: "function-missing",
    missing: (arn, { functions }) =>
      functions === undefined || functions.includes(functionNameOf(arn))
        ? undefined
        : `The Action invokes ${functionNameOf(arn)}, which is not among the functions. Add it there. ${known("functions", functions)}`,
  },
  TransferToFlow: {
    parameter: "ContactFlowId",
    rule: "flow-missing",
    missing: (flow, { flows }) =>
      flows === undefined || findNamed(flows, flow) !== undefined
        ? undefined
        : `The Action transfers to flow ${flow}, which is not among the flows. Add it there, with that "arn".`,
  },
  UpdateContactTargetQueue: {
    parameter: "QueueId",
    rule: "queue-missing",
    missing: (queue, { queues }) =>
      queues === undefined || findNamed(queues, queue) !== undefined
        ? undefined
        : `The Action uses queue ${queue}, which is not among the queues. Add it there, with that "arn".`,
  },
  CheckHoursOfOperation: {
    parameter: "HoursOfOperationId",
    rule: "hours-missing",
    missing: (hours, { hoursOfOperation }) =>
      hoursOfOperation === undefined || hoursOfOperation.includes(hoursName(hours))
        ? undefined
        : `The Action checks the hours ${hours}, which are not among hoursOfOperation. Add them there, named "${hoursName(hours)}".`,
  },
};

/** Whether a flow names something itself, and does not only learn during the call what is meant. */
export function isStatic(value: string): boolean {
  return value !== "" && !value.includes("$.") && !value.includes("$[");
}

function known(part: keyof Names, names: readonly string[]): string {
  return names.length === 0 ? `"${part}" is empty.` : `"${part}" has: ${names.join(", ")}.`;
}
