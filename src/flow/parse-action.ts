import { unknownType } from "./action-names.ts";
import { actionTypes } from "./actions/index.ts";
import type { Action } from "./flow.ts";
import { isRecord, show } from "./json.ts";
import type { Written } from "./parameters.ts";
import { mustBe, type Reading } from "./reading.ts";
import { readTransitions } from "./transitions.ts";

/** Reads all of an Action but its Identifier, which its flow has to know before. */
export function readAction(
  { Type, Parameters = {}, Transitions }: Written,
  reading: Reading,
  identifiers: ReadonlySet<string>,
): Pick<Action, "type" | "parameters" | "transitions"> {
  const name = readType(Type, reading.at("Type"));
  const type = actionTypes.get(name);
  const parameters = isRecord(Parameters) ? Parameters : {};
  if (type !== undefined) type.parameters.read(Parameters, reading.at("Parameters"));
  else if (!isRecord(Parameters)) mustBe("an object", Parameters, reading.at("Parameters"));
  const typed = type === undefined ? undefined : { name, type, parameters };
  const transitions = readTransitions(Transitions, reading.at("Transitions"), identifiers, typed);
  return { type: name, parameters, transitions };
}

function readType(type: unknown, reading: Reading): string {
  if (typeof type !== "string") {
    reading.wrong("action-type-unknown", `must be the name of an action type, but is ${show(type)}.`);
    return "";
  }
  if (!actionTypes.has(type)) {
    const { rule, predicate } = unknownType(type);
    reading.wrong(rule, predicate);
  }
  return type;
}
