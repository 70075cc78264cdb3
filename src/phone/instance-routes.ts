import { flowDigest } from "../connect/flow-digest.ts";
import type { Instance, InstanceFlow } from "../connect/instance.ts";
import { isEmptiedHere } from "../connect/services.ts";
import { faults } from "../external/fault.ts";
import type { FlowView, Served } from "../page/protocol.ts";
import { json } from "./answer.ts";
import type { Line } from "./line.ts";
import type { Route } from "./routes.ts";

/**
 * What the line is made of, for the page: its numbers, its flows with their places on the canvas, its APIs. Without a line
 * the flows alone, of the instance that is known.
 */
export function instanceRoute(
  line: Pick<Line, "instance" | "journalName"> | undefined,
  known: Pick<Instance, "flows"> | undefined,
): Route {
  const served: Served = line === undefined ? { type: "journals", flows: known?.flows.map(flowView) } : lineView(line);
  return { method: "GET", path: "/instance", answer: (_request, response) => json(response, 200, served) };
}

function lineView({ instance, journalName }: Pick<Line, "instance" | "journalName">): Served {
  const { alias, region, phoneNumbers, flows, functions, externals, examples } = instance;
  return {
    type: "line",
    alias,
    region,
    phoneNumbers: [...phoneNumbers].map(([number, flow]) => ({ number, flow })),
    flows: flows.map(flowView),
    functions: functions.map(({ name, timeoutMs }) => ({ name, timeoutMs })),
    externals: externals.map((external) => ({
      name: external.name,
      role: external.role,
      hasListing: external.listing !== undefined,
      hasReset: isEmptiedHere(external),
    })),
    faults,
    examples,
    journal: journalName,
  };
}

function flowView({ name, arn, flow }: InstanceFlow): FlowView {
  return {
    name,
    arn,
    digest: flowDigest(flow),
    startAction: flow.startAction,
    actions: [...flow.actions.values()].map(({ identifier, type, parameters, position, transitions }) => ({
      identifier,
      type,
      parameters,
      position,
      transitions: {
        nextAction: transitions.nextAction,
        conditions: transitions.conditions.map(({ condition, nextAction }) => ({
          operator: condition.operator,
          operand: condition.operand,
          nextAction,
        })),
        errors: transitions.errors,
      },
    })),
  };
}
