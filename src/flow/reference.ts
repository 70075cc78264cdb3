import type { Contact } from "./contact.ts";

/**
 * A reference to an attribute of the contact, such as `$.External.name` or `$.Attributes.['party size']`.
 * https://docs.aws.amazon.com/connect/latest/adminguide/connect-attrib-list.html
 */
export interface Reference {
  /** As written. */
  readonly text: string;
  readonly path: readonly string[];
}

/**
 * In running text AWS does not say where a name ends. Chosen: a name in Latin letters, digits, `_` and inner `-`
 * ends before any other letter (`$.External.nameさん`), any other name goes on through all letters and digits. So the
 * dot that ends a sentence is never part of a name, and `$5` is no reference.
 */
const name = String.raw`(?:\w+(?:-+\w+)*|[\p{L}\p{N}_]+)`;
const inBrackets = String.raw`\[(?:'[^']*'|"[^"]*"|\d+)\]`;
const pattern = String.raw`\$(?:\.(?=[A-Za-z])${name}|\.?\[(?:'[^']*'|"[^"]*")\])(?:\.${name}|\.?${inBrackets})*`;

/** Takes a text apart: what is said as it stands, and the references in between. */
export function splitReferences(text: string): readonly (string | Reference)[] {
  if (!text.includes("$")) return [text];
  const parts: (string | Reference)[] = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp(pattern, "gu"))) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ text: match[0], path: pathOf(match[0]) });
    end = match.index + match[0].length;
  }
  if (end < text.length || text === "") parts.push(text.slice(end));
  return parts;
}

function pathOf(reference: string): string[] {
  return [...reference.matchAll(new RegExp(`'([^']*)'|"([^"]*)"|\\[(\\d+)\\]|\\.(${name})`, "gu"))].map(
    ([, single, double, index, plain]) => single ?? double ?? index ?? plain ?? "",
  );
}

/** The rest of the sentence "$.Foo.bar …" where there is no such attribute. */
export function unknownReference({ path: [namespace = "", ...rest] }: Reference): string | undefined {
  const known = namespaces.get(namespace);
  if (known === undefined) return "is no attribute that a contact has";
  if (known.names === undefined || rest.length === 0 || known.names.includes(rest.join("."))) return undefined;
  return known.names.length === 0
    ? `has nothing below it: $.${namespace} is one value`
    : `is no attribute that a contact has: below $.${namespace} there is ${known.names.join(", ")}`;
}

/** Reads one attribute. Undefined: the contact does not have it, or has null there. */
export type ReadAttribute = (contact: Contact) => unknown;

/** Looks the reference up once, so that a call only has to follow it. */
export function attributeReader({ path: [namespace = "", ...rest] }: Reference): ReadAttribute {
  const known = namespaces.get(namespace);
  if (known === undefined) return () => undefined;
  if (rest.length === 0) return (contact) => known.read(contact) ?? undefined;
  return (contact) => {
    let value = known.read(contact);
    for (const key of rest) {
      // Own members of objects only: `constructor` is no attribute, and "Referencing an array is not supported".
      if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
        return undefined;
      value = (value as Readonly<Record<string, unknown>>)[key];
    }
    return value ?? undefined;
  };
}

interface Namespace {
  readonly read: ReadAttribute;
  /** All that can stand below it, where that is a fixed list. */
  readonly names?: readonly string[];
}

const one = (read: ReadAttribute): Namespace => ({ names: [], read });
const absent: Namespace = { read: () => undefined };
const phone = ["Address", "Type", "DisplayName"];

/** What AWS lists, with the value that an inbound voice contact has on this bench. */
const namespaces: ReadonlyMap<string, Namespace> = new Map<string, Namespace>(
  Object.entries({
    Attributes: { read: (contact) => contact.attributes },
    FlowAttributes: { read: (contact) => contact.flowAttributes },
    External: { read: (contact) => contact.external },
    LambdaInvocation: { read: (contact) => ({ ResultData: contact.external }) },
    StoredCustomerInput: one((contact) => contact.storedCustomerInput),

    CustomerEndpoint: {
      names: phone,
      read: (contact) => ({ Address: contact.customerEndpoint, Type: "TELEPHONE_NUMBER" }),
    },
    SystemEndpoint: {
      names: phone,
      read: (contact) => ({ Address: contact.systemEndpoint, Type: "TELEPHONE_NUMBER" }),
    },
    ContactId: one((contact) => contact.contactId),
    // A call that was never transferred is its own first contact and has no other before it: the sample event of
    // https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html has one id in all three.
    InitialContactId: one((contact) => contact.contactId),
    PreviousContactId: one((contact) => contact.contactId),
    Channel: one(() => "VOICE"),
    InitiationMethod: one(() => "INBOUND"),
    InstanceARN: one((contact) => contact.instanceArn),
    AwsRegion: one((contact) => contact.awsRegion),
    TextToSpeechVoiceId: one((contact) => contact.voice.name),
    Queue: {
      names: ["Name", "ARN", "OutboundCallerId.Address", "OutboundCallerId.Type"],
      // The flow knows its queue as it was set, by ARN or by another name.
      read: ({ targetQueue }) => (targetQueue?.startsWith("arn:") ? { ARN: targetQueue } : { Name: targetQueue }),
    },
    SegmentAttributes: {
      // A call by telephone, among the subtypes that SearchContacts names: Chat, SMS, Telephony, WebRTC.
      read: () => ({ "connect:Subtype": "connect:Telephony", "connect:Direction": "INBOUND" }),
    },

    // Known to AWS, but nothing on this bench fills them.
    AdditionalEmailRecipients: absent,
    Agent: absent,
    CallbackNumber: one(() => undefined), // On no page of AWS, but in AWS's own sample flows.
    Capabilities: absent,
    Case: absent,
    Customer: absent,
    CustomerId: one(() => undefined),
    DataTableList: absent,
    DataTables: absent,
    Description: one(() => undefined),
    Email: absent,
    LanguageCode: one(() => undefined),
    Lex: absent,
    Loop: absent,
    Media: absent,
    MediaStreams: absent,
    Metrics: absent,
    Modules: absent,
    Name: one(() => undefined),
    References: absent,
    Tags: absent,
    Task: absent,
    Views: absent,
    Wisdom: absent,
  } satisfies Record<string, Namespace>),
);
