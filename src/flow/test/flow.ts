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

/** The caller hears a text. */
export function says(Identifier: string, Text: string, next = "goodbye"): WrittenAction {
  return action(Identifier, "MessageParticipant", { Text }, to(next));
}

/** The caller is asked for one key, for at most 5 s: where each leads, and where any other and silence do. */
export function asks(
  Identifier: string,
  Text: string,
  equals: Record<string, string>,
  otherwise = "goodbye",
): WrittenAction {
  return action(
    Identifier,
    "GetParticipantInput",
    { Text, InputTimeLimitSeconds: "5", StoreInput: "False" },
    to(otherwise, { equals, errors: { NoMatchingCondition: otherwise, NoMatchingError: otherwise } }),
  );
}

/** A function is invoked; the one of the Action's name, for at most 8 s, unless it is said otherwise. */
export function invokes(
  Identifier: string,
  {
    functionName = Identifier,
    seconds = 8,
    next = "goodbye",
    error = next,
  }: {
    readonly functionName?: string;
    readonly seconds?: number;
    readonly next?: string | undefined;
    readonly error?: string | undefined;
  } = {},
): WrittenAction {
  return action(
    Identifier,
    "InvokeLambdaFunction",
    {
      LambdaFunctionARN: `arn:aws:lambda:ap-northeast-1:000000000000:function:${functionName}`,
      InvocationTimeLimitSeconds: `${seconds}`,
    },
    to(next, { errors: { NoMatchingError: error } }),
  );
}

/** What the file of a flow says that starts with its first Action; `goodbye` need not be given. */
export function written(...actions: readonly WrittenAction[]): object {
  return exactly(actions.includes(goodbye) ? actions : [...actions, goodbye]);
}

/** The file of a flow that starts with its first Action, and has these alone. */
export function flowText(...actions: readonly WrittenAction[]): string {
  return JSON.stringify(exactly(actions), null, 2);
}

function exactly(actions: readonly WrittenAction[]): object {
  return { Version: "2019-10-30", StartAction: actions[0]?.Identifier, Metadata: {}, Actions: actions };
}

/** A flow without problems that starts with its first Action; `goodbye` need not be given. */
export function flowOf(...actions: readonly WrittenAction[]): ContactFlow {
  const { flow, problems } = parseFlow(JSON.stringify(written(...actions)), "test flow");
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
