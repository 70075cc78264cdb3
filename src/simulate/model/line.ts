import type { Instance } from "../../connect/instance.ts";
import type { JournalEvent } from "../../journal/event.ts";
import type { Choices } from "../choices.ts";
import { lineNumber, lineOf } from "../line.ts";
import { RedialingCaller } from "../redialing-caller.ts";
import { Stage } from "../stage.ts";
import { Atlas } from "../whereabouts.ts";
import { type ModelApi, restaurantApi } from "./api.ts";
import { type ModelFunction, modelFunctions } from "./functions.ts";
import { get, type Program, post } from "./program.ts";

/** A line whose functions and API are models: a whole call, redial included, plays in some fifty microseconds. */
export interface ModelLine {
  readonly instance: Instance;
  readonly number: string;
  readonly from: string;
  readonly presses: readonly string[];
  readonly functions: Readonly<Record<string, ModelFunction>>;
  readonly api: () => ModelApi;
  /** How often one caller calls once more. */
  readonly redialsMax: number;
}

/** One run of a line, as its choices determine it. */
export function playModel(line: ModelLine, choices: Choices): { readonly events: readonly JournalEvent[] } {
  const { instance, number, from, presses, redialsMax } = line;
  const stage = new Stage(instance);
  const atlas = new Atlas();
  let caller: RedialingCaller | undefined;
  stage.journal.listen((event) => {
    atlas.read(event);
    if (event.type === "invocation.started") caller?.waitFor(event.functionName, atlas.placeOfInvocation(event.id));
  });
  const functions = modelFunctions(line.functions, { stage, api: line.api(), choices, atlas });
  const dial = (turn: number): void => {
    caller = new RedialingCaller({
      clock: stage.clock,
      choices,
      presses,
      place: `call-${turn}`,
      hangUp: () => call.hangUp(),
      dialAgain: turn > redialsMax ? undefined : () => dial(turn + 1),
    });
    const call = stage.dial({ to: number, from, participant: caller, functions });
  };
  dial(1);
  stage.finish();
  return { events: stage.journal.events };
}

/** The reservation line of the field report, cut down to what matters: the caller asks, a function reserves, the caller is told. */
export function reservationLine(program: Program, { blockSeconds, functionSeconds }: TimeOuts): ModelLine {
  const timeoutMs = functionSeconds * 1_000;
  return {
    instance: lineOf({ reservation: reservationFlow(blockSeconds) }),
    number: lineNumber,
    from: "+819012345678",
    presses: ["1"],
    functions: { reserve: { timeoutMs, program } },
    api: restaurantApi,
    redialsMax: 1,
  };
}

export interface TimeOuts {
  readonly blockSeconds: number;
  readonly functionSeconds: number;
}

/** Block 8 s, function 7 s: what a time-out of the function leaves of the block is enough for a second one. */
export const naiveLine = reservationLine(reserveNaively, { blockSeconds: 8, functionSeconds: 7 });

/** Block 7 s, function 7 s: the field report's remedy. */
export const alignedLine = reservationLine(reserveNaively, { blockSeconds: 7, functionSeconds: 7 });

/** The function looks before it reserves, gives up in time, and answers with a status whatever happens. Two runs of it may still look at the same time. */
export const carefulLine = reservationLine(reserveCarefully, { blockSeconds: 8, functionSeconds: 7 });

/** As many handlers are written: waits for ever, throws whatever it does not like. */
function* reserveNaively(event: Parameters<Program>[0]): ReturnType<Program> {
  const heard = yield post("/reservations", wishOf(event));
  if (heard.type !== "response") throw new TypeError("fetch failed");
  if (heard.status >= 300) throw new Error(`The restaurant answered ${heard.status}`);
  return { status: "reserved" };
}

/** Two requests, each with this much patience, end before the function does, also after a cold start. */
const patienceMs = 2_500;

function* reserveCarefully(event: Parameters<Program>[0]): ReturnType<Program> {
  const wish = wishOf(event);
  const before = yield get(`/reservations?phoneNumber=${encodeURIComponent(wish.phoneNumber)}`, patienceMs);
  if (before.type !== "response" || before.status !== 200) return { status: "pending" };
  if ((before.body as { reservations: number }).reservations > 0) return { status: "reserved" };
  const heard = yield post("/reservations", wish, patienceMs);
  return { status: heard.type === "response" && heard.status === 201 ? "reserved" : "pending" };
}

function wishOf({ Details }: Parameters<Program>[0]) {
  return { ...Details.Parameters, phoneNumber: Details.ContactData.CustomerEndpoint.Address };
}

function reservationFlow(blockSeconds: number): object {
  const say = (Identifier: string, Text: string, NextAction: string) => ({
    Identifier,
    Type: "MessageParticipant",
    Parameters: { Text },
    Transitions: { NextAction, Errors: [{ ErrorType: "NoMatchingError", NextAction }] },
  });
  const errors = (NextAction: string, ...types: string[]) => types.map((ErrorType) => ({ ErrorType, NextAction }));
  const equals = (operand: string, NextAction: string) => ({
    NextAction,
    Condition: { Operator: "Equals", Operands: [operand] },
  });
  return {
    Version: "2019-10-30",
    StartAction: "menu",
    Metadata: {},
    Actions: [
      {
        Identifier: "menu",
        Type: "GetParticipantInput",
        Parameters: { Text: "To reserve a table, press 1.", StoreInput: "False", InputTimeLimitSeconds: "5" },
        Transitions: {
          NextAction: "goodbye",
          Conditions: [equals("1", "one-moment")],
          Errors: errors("goodbye", "InputTimeLimitExceeded", "NoMatchingCondition", "NoMatchingError"),
        },
      },
      say("one-moment", "One moment, please.", "reserve"),
      {
        Identifier: "reserve",
        Type: "InvokeLambdaFunction",
        Parameters: {
          LambdaFunctionARN: "arn:aws:lambda:ap-northeast-1:000000000000:function:reserve",
          InvocationTimeLimitSeconds: String(blockSeconds),
          LambdaInvocationAttributes: { date: "1224", time: "1900", partySize: "4" },
        },
        Transitions: { NextAction: "result", Errors: errors("failed", "NoMatchingError") },
      },
      {
        Identifier: "result",
        Type: "Compare",
        Parameters: { ComparisonValue: "$.External.status" },
        Transitions: {
          NextAction: "pending",
          Conditions: [equals("reserved", "reserved")],
          Errors: errors("pending", "NoMatchingCondition"),
        },
      },
      say("reserved", "Your table is reserved.", "goodbye"),
      say("pending", "Your reservation is being confirmed. Please call again.", "goodbye"),
      say("failed", "The reservation failed.", "goodbye"),
      { Identifier: "goodbye", Type: "DisconnectParticipant", Parameters: {}, Transitions: {} },
    ],
  };
}
