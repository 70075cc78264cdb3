import type { Instance } from "../connect/instance.ts";
import { faults } from "../external/fault.ts";
import type { InstanceView } from "../page/protocol.ts";
import { json } from "./answer.ts";
import type { Line } from "./line.ts";
import type { Route } from "./routes.ts";

/** What the line is made of, for the page: its numbers, its flows with their places on the canvas, its APIs. Null: no line is up. */
export function instanceRoute(line: Pick<Line, "instance" | "journalName"> | undefined): Route {
  const view = line === undefined ? null : instanceView(line.instance, line.journalName);
  return { method: "GET", path: "/instance", answer: (_request, response) => json(response, 200, view) };
}

function instanceView(instance: Instance, journal: string): InstanceView {
  const { alias, region, phoneNumbers, flows, functions, externals, examples } = instance;
  return {
    alias,
    region,
    phoneNumbers: [...phoneNumbers].map(([number, flow]) => ({ number, flow })),
    flows: flows.map(({ name, arn, flow }) => ({
      name,
      arn,
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
    })),
    functions: functions.map(({ name, timeoutMs }) => ({ name, timeoutMs })),
    externals: externals.map(({ name, role, listing }) => ({ name, role, hasListing: listing !== undefined })),
    faults,
    examples,
    journal,
  };
}
