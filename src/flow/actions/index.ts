import type { ActionType } from "../action-type.ts";
import { checkHoursOfOperation } from "./check-hours-of-operation.ts";
import { compare } from "./compare.ts";
import { disconnectParticipant } from "./disconnect-participant.ts";
import { distributeByPercentage } from "./distribute-by-percentage.ts";
import { endFlowExecution } from "./end-flow-execution.ts";
import { getParticipantInput } from "./get-participant-input.ts";
import { invokeLambdaFunction } from "./invoke-lambda-function.ts";
import { loop } from "./loop.ts";
import { messageParticipant } from "./message-participant.ts";
import { messageParticipantIteratively } from "./message-participant-iteratively.ts";
import { transferContactToQueue } from "./transfer-contact-to-queue.ts";
import { transferToFlow } from "./transfer-to-flow.ts";
import { updateContactAttributes } from "./update-contact-attributes.ts";
import { updateContactRecordingBehavior } from "./update-contact-recording-behavior.ts";
import { updateContactTargetQueue } from "./update-contact-target-queue.ts";
import { updateContactTextToSpeechVoice } from "./update-contact-text-to-speech-voice.ts";
import { updateFlowAttributes } from "./update-flow-attributes.ts";
import { updateFlowLoggingBehavior } from "./update-flow-logging-behavior.ts";
import { wait } from "./wait.ts";

/** Every Action type that the bench can run, by AWS's name. Adding one is a file beside this one and a line here. */
export const actionTypes: ReadonlyMap<string, ActionType> = new Map(
  Object.entries({
    CheckHoursOfOperation: checkHoursOfOperation,
    Compare: compare,
    DisconnectParticipant: disconnectParticipant,
    DistributeByPercentage: distributeByPercentage,
    EndFlowExecution: endFlowExecution,
    GetParticipantInput: getParticipantInput,
    InvokeLambdaFunction: invokeLambdaFunction,
    Loop: loop,
    MessageParticipant: messageParticipant,
    MessageParticipantIteratively: messageParticipantIteratively,
    TransferContactToQueue: transferContactToQueue,
    TransferToFlow: transferToFlow,
    UpdateContactAttributes: updateContactAttributes,
    UpdateContactRecordingBehavior: updateContactRecordingBehavior,
    UpdateContactTargetQueue: updateContactTargetQueue,
    UpdateContactTextToSpeechVoice: updateContactTextToSpeechVoice,
    UpdateFlowAttributes: updateFlowAttributes,
    UpdateFlowLoggingBehavior: updateFlowLoggingBehavior,
    Wait: wait,
  }),
);
