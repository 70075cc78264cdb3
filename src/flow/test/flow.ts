import { assert } from "../../assert.ts";
import { type Contact, initiate } from "../contact.ts";
import type { ContactFlow } from "../flow.ts";
import { parseFlow } from "../parse.ts";

/** An Action as its file says it. */
export interface WrittenAction {
  readonly Identifier: string;
  readonly Type: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Transitions: Readonly<Record<string, unknown>>;
}

export function action(
  Identifier: string,
  Type: string,
  Parameters: WrittenAction["Parameters"] = {},
  Transitions: WrittenAction["Transitions"] = {},
): WrittenAction {
  return { Identifier, Type, Parameters, Transitions };
}

/** Transitions: where to go on, where on an error of each type, and where for each result. */
export function to(
  next: string | undefined,
  { errors = {}, equals = {} }: { errors?: Record<string, string>; equals?: Record<string, string> } = {},
): WrittenAction["Transitions"] {
  return {
    ...(next !== undefined && { NextAction: next }),
    Errors: Object.entries(errors).map(([ErrorType, NextAction]) => ({ ErrorType, NextAction })),
    Conditions: Object.entries(equals).map(([operand, NextAction]) => ({
      NextAction,
      Condition: { Operator: "Equals", Operands: [operand] },
    })),
  };
}

export const goodbye = action("goodbye", "DisconnectParticipant");

/** The file of a flow that starts with its first Action. */
export function flowText(...actions: readonly WrittenAction[]): string {
  return JSON.stringify(
    { Version: "2019-10-30", StartAction: actions[0]?.Identifier, Metadata: {}, Actions: actions },
    null,
    2,
  );
}

/** A flow without problems that starts with its first Action; `goodbye` need not be given. */
export function flowOf(...actions: readonly WrittenAction[]): ContactFlow {
  const complete = actions.includes(goodbye) ? actions : [...actions, goodbye];
  const { flow, problems } = parseFlow(flowText(...complete), "test flow");
  assert(flow !== undefined && problems.length === 0, JSON.stringify(problems, null, 2));
  return flow;
}

export const caller: Contact = initiate({
  contactId: "c0000000-0000-4000-8000-000000000001",
  instanceArn: "arn:aws:connect:ap-northeast-1:111122223333:instance/i0000000-0000-4000-8000-000000000001",
  awsRegion: "ap-northeast-1",
  customerEndpoint: "+819012345678",
  systemEndpoint: "+81312345678",
  flow: "test flow",
});
