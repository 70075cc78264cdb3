/** The state of one call as its flow sees it. A plain value: copy it and you have forked the call. */
export interface Contact {
  readonly contactId: string;
  readonly instanceArn: string;
  readonly awsRegion: string;
  readonly customerEndpoint: string;
  readonly systemEndpoint: string;
  /** The name of the flow that the contact is in. */
  readonly flow: string;
  /** The Identifier of the Action that the contact is at. */
  readonly action: string;
  /** `$.Attributes`: kept for the whole contact. */
  readonly attributes: Readonly<Record<string, string>>;
  /** `$.FlowAttributes`: kept for this flow only. */
  readonly flowAttributes: Readonly<Record<string, string>>;
  /** `$.External`: what the last successful Lambda invocation answered. */
  readonly external: Readonly<Record<string, unknown>>;
  /** `$.StoredCustomerInput`, of the most recent input that was stored. */
  readonly storedCustomerInput: string | undefined;
  /** The queue that Set working queue chose, as the flow names it (id, ARN or name). */
  readonly targetQueue: string | undefined;
  readonly voice: Voice;
  readonly flowLogging: boolean;
  /** Whose voice is recorded, as UpdateContactRecordingBehavior last said. */
  readonly recordedParticipants: readonly string[];
  /** How often each Loop of this flow has gone round since it last finished, by Identifier. */
  readonly loops: Readonly<Record<string, number>>;
}

/** The text-to-speech voice. */
export interface Voice {
  readonly name: string;
  readonly engine: string | undefined;
  readonly style: string | undefined;
}

/** What is known when the phone is answered. */
export type Dialled = Pick<
  Contact,
  "contactId" | "instanceArn" | "awsRegion" | "customerEndpoint" | "systemEndpoint" | "flow"
>;

/** A contact that has just reached its first flow. */
export function initiate(dialled: Dialled): Contact {
  return {
    action: "",
    attributes: {},
    flowAttributes: {},
    external: {},
    storedCustomerInput: undefined,
    targetQueue: undefined,
    // "Default voice Joanna": https://docs.aws.amazon.com/connect/latest/devguide/contact-actions-updatecontacttexttospeechvoice.html
    voice: { name: "Joanna", engine: undefined, style: undefined },
    flowLogging: false,
    recordedParticipants: [],
    loops: {},
    ...dialled, // Last: V8 takes ten times as long to add properties after it.
  };
}
