import type { EventOf } from "./event.ts";

interface FlowLogModule {
  /** ContactFlowModuleType: the flow log still has the names of the old export format. */
  readonly moduleType: string;
  /** One entry each. */
  readonly parameters: readonly Readonly<Record<string, unknown>>[];
  readonly results: string | undefined;
}

/**
 * How a block appears in the flow log. The names and parameters of InvokeExternalResource, SetAttributes, SetQueue,
 * SetVoice, SetLoggingBehavior, PlayPrompt, GetUserInput and CheckAttribute are from real logs (aws-facts §5); the
 * others follow the mapping of aws-facts §2.4 and are a choice.
 */
export function flowLogModules({ actionType, parameters, result, error }: EventOf<"action.finished">): FlowLogModule {
  const one = (moduleType: string, of: Readonly<Record<string, unknown>>, results = result): FlowLogModule => ({
    moduleType,
    parameters: [withoutUndefined(of)],
    results,
  });
  const get = (name: string): unknown => parameters[name];
  switch (actionType) {
    case "InvokeLambdaFunction":
      return one("InvokeExternalResource", {
        FunctionArn: get("LambdaFunctionARN"),
        Parameters: get("LambdaInvocationAttributes"),
        ResponseValidation: `ResponseType=${String(record(get("ResponseValidation")).ResponseType ?? "STRING_MAP")}`,
        TimeLimit: String(Number(get("InvocationTimeLimitSeconds") ?? 3) * 1_000),
      });
    case "UpdateContactAttributes":
      return {
        moduleType: "SetAttributes",
        parameters: Object.entries(record(get("Attributes"))).map(([Key, Value]) => ({
          Value,
          AddAttributeToRelatedContact: "false",
          Key,
        })),
        results: undefined,
      };
    case "MessageParticipant":
      return one("PlayPrompt", prompt(parameters));
    case "GetParticipantInput":
      return one(
        isTrue(get("StoreInput")) ? "StoreUserInput" : "GetUserInput",
        { ...prompt(parameters), Timeout: get("InputTimeLimitSeconds") },
        error === "InputTimeLimitExceeded" ? "Timeout" : result,
      );
    case "Compare":
      return one("CheckAttribute", { Value: get("ComparisonValue") });
    case "UpdateContactTextToSpeechVoice":
      return one("SetVoice", { GlobalVoice: get("TextToSpeechVoice") });
    case "UpdateFlowLoggingBehavior":
      return one("SetLoggingBehavior", {
        LoggingBehavior: get("FlowLoggingBehavior") === "Enabled" ? "Enable" : "Disable",
      });
    case "UpdateContactTargetQueue":
      return one("SetQueue", { Queue: get("QueueId") ?? get("AgentId") });
    case "CheckHoursOfOperation":
      return one("CheckHoursOfOperation", { Hours: get("HoursOfOperationId") });
    default:
      return one(otherModules[actionType] ?? actionType, parameters);
  }
}

const otherModules: Readonly<Record<string, string>> = {
  DisconnectParticipant: "Disconnect",
  DistributeByPercentage: "PercentileBranching",
  EndFlowExecution: "Resume",
  MessageParticipantIteratively: "LoopPrompts",
  TransferContactToQueue: "Transfer",
  TransferToFlow: "TransferToFlow",
  UpdateContactRecordingBehavior: "SetRecordingBehavior",
  UpdateFlowAttributes: "SetFlowAttributes",
};

function prompt(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { Text, SSML, PromptId } = parameters;
  if (PromptId !== undefined) return { PromptLocation: PromptId };
  return { Text: Text ?? SSML, TextToSpeechType: SSML === undefined ? "text" : "ssml" };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** Exports write booleans as text. */
function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === "true";
}

function withoutUndefined(of: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
}
