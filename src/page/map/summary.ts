import type { FlowAction } from "./exits.ts";

/** The one parameter by which a block is recognized on the canvas, as written; undefined where it has none. */
export function summaryOf({ type, parameters }: FlowAction): string | undefined {
  const name = telling[type];
  const value = name === undefined ? undefined : name.map((one) => parameters[one]).find((one) => one !== undefined);
  if (value === undefined) return undefined;
  if (typeof value === "string") return type === "InvokeLambdaFunction" ? functionOf(value) : value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Of each type, the parameters that tell most, the first that is there. */
const telling: Readonly<Record<string, readonly string[]>> = {
  CheckHoursOfOperation: ["HoursOfOperationId"],
  Compare: ["ComparisonValue"],
  GetParticipantInput: ["Text", "SSML", "PromptId"],
  InvokeLambdaFunction: ["LambdaFunctionARN"],
  Loop: ["LoopCount"],
  MessageParticipant: ["Text", "SSML", "PromptId"],
  TransferToFlow: ["ContactFlowId"],
  UpdateContactAttributes: ["Attributes"],
  UpdateContactTargetQueue: ["QueueId", "AgentId"],
  UpdateContactTextToSpeechVoice: ["TextToSpeechVoice"],
  UpdateFlowAttributes: ["FlowAttributes"],
  UpdateFlowLoggingBehavior: ["FlowLoggingBehavior"],
  Wait: ["TimeLimitSeconds", "TimeoutSeconds"],
};

/** "reserve:live" of arn:aws:lambda:ap-northeast-1:000000000000:function:reserve:live. */
function functionOf(arn: string): string {
  return /:function:(.+)$/.exec(arn)?.[1] ?? arn;
}

/** How many seconds an Invoke block waits, as written; the console's 3 where the file does not say. */
export function timeLimitOf({ type, parameters }: FlowAction): string | undefined {
  if (type !== "InvokeLambdaFunction") return undefined;
  return String(parameters.InvocationTimeLimitSeconds ?? 3);
}
