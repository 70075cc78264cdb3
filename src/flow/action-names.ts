import { actionTypes } from "./actions/index.ts";
import { didYouMean } from "./suggest.ts";

/** The rest of the sentence that starts with "Type" where an Action's type is none that the bench can run. */
export function unknownType(type: string): { rule: string; predicate: string } {
  if (notReproduced.has(type)) {
    return {
      rule: "action-type-not-reproduced",
      predicate: `is ${type}, which Connect has and ringonce does not reproduce. Take the Action out for the bench.`,
    };
  }
  const rule = "action-type-unknown";
  const now = formerNames.get(type);
  if (now !== undefined) return { rule, predicate: `is ${type}, an older name for what is ${now} now.` };
  const hint = didYouMean(type, [...actionTypes.keys(), ...notReproduced]);
  return { rule, predicate: `is ${JSON.stringify(type)}, an action type that ringonce does not know.${hint}` };
}

/** Action types that AWS documents, or that exports have, and that this bench cannot run. */
const notReproduced: ReadonlySet<string> = new Set([
  "AssociateContactToCustomerProfile",
  "CheckMetricData",
  "CheckOutboundCallStatus",
  "CheckVoiceId",
  "CompleteOutboundCall",
  "ConnectParticipantWithLexBot",
  "CreateCallbackContact",
  "CreateCase",
  "CreateCustomerProfile",
  "CreateTask",
  "CreateWisdomSession",
  "DequeueContactAndTransferToQueue",
  "EndFlowModuleExecution",
  "GetCalculatedAttributesForCustomerProfile",
  "GetCase",
  "GetCustomerProfile",
  "GetCustomerProfileObject",
  "GetMetricData",
  "InvokeFlowModule",
  "LoadContactContent",
  "ResumeContact",
  "ShowView",
  "StartOutboundChatContact",
  "StartVoiceIdStream",
  "TagContact",
  "TransferContactToAgent",
  "TransferParticipantToThirdParty",
  "UnTagContact",
  "UpdateCase",
  "UpdateContactCallbackNumber",
  "UpdateContactData",
  "UpdateContactEventHooks",
  "UpdateContactMediaProcessing",
  "UpdateContactMediaStreamingBehavior",
  "UpdateContactRecordingAndAnalyticsBehavior",
  "UpdateContactRoutingBehavior",
  "UpdateContactRoutingCriteria",
  "UpdateCustomerProfile",
  "UpdatePreviousContactParticipantState",
  "UpdateRoutingCriteria",
]);

/** What the blocks were called in the legacy language, and what they are called in flow logs to this day. */
const formerNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    CheckAttribute: "Compare",
    CheckCallAttribute: "Compare",
    CustomerInQueue: "TransferContactToQueue",
    Disconnect: "DisconnectParticipant",
    GetUserInput: "GetParticipantInput",
    InvokeExternal: "InvokeLambdaFunction",
    InvokeExternalResource: "InvokeLambdaFunction",
    LoopPrompts: "MessageParticipantIteratively",
    PercentileBranching: "DistributeByPercentage",
    PlayAudio: "MessageParticipant",
    PlayAudioAndFetchInput: "GetParticipantInput",
    PlayPrompt: "MessageParticipant",
    Resume: "EndFlowExecution",
    SetAttributes: "UpdateContactAttributes",
    SetFlowAttributes: "UpdateFlowAttributes",
    SetLoggingBehavior: "UpdateFlowLoggingBehavior",
    SetQueue: "UpdateContactTargetQueue",
    SetRecordingBehavior: "UpdateContactRecordingBehavior",
    SetVoice: "UpdateContactTextToSpeechVoice",
    StoreCustomerInput: "GetParticipantInput",
    StoreUserInput: "GetParticipantInput",
    TransferToQueue: "TransferContactToQueue",
  }),
);
