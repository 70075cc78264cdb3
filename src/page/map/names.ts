import type { Words } from "../english.ts";
import { conditionText, type Exit, type FlowAction } from "./exits.ts";

/** What the console calls the block that an Action is; its type where the bench does not know. */
export function blockName({ type, parameters }: FlowAction, { flowMap: { blocks } }: Words): string {
  const stores = type === "GetParticipantInput" && String(parameters.StoreInput).toLowerCase() === "true";
  return blocks[stores ? "GetParticipantInput that stores" : type] ?? type;
}

/** What a way out is called on the block. */
export function exitName(exit: Exit, { flowMap: { success, otherwise, errors } }: Words): string {
  switch (exit.kind) {
    case "next":
      return exit.isOnly ? success : otherwise;
    case "condition":
      return conditionText(exit.operator, exit.operand);
    case "error":
      return errors[exit.errorType] ?? exit.errorType;
  }
}
