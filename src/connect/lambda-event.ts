import type { Contact } from "../flow/contact.ts";

/**
 * The event that a function receives. https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html
 * Nothing in it tells a retry from the first request: every attempt of one invocation gets the same event.
 * What the guide calls optional and the bench has no value for (CustomerId, Description, LanguageCode) is left out.
 */
export function lambdaEvent(
  contact: Contact,
  queue: { readonly name: string; readonly arn: string } | undefined,
  parameters: Readonly<Record<string, unknown>>,
): object {
  const telephone = (address: string) => ({ Address: address, Type: "TELEPHONE_NUMBER" });
  return {
    Details: {
      ContactData: {
        Attributes: contact.attributes,
        Channel: "VOICE",
        ContactId: contact.contactId,
        CustomerEndpoint: telephone(contact.customerEndpoint),
        InitialContactId: contact.contactId,
        InitiationMethod: "INBOUND",
        InstanceARN: contact.instanceArn,
        MediaStreams: { Customer: { Audio: null } },
        PreviousContactId: contact.contactId,
        Queue: queue === undefined ? null : { ARN: queue.arn, Name: queue.name, OutboundCallerId: null },
        References: {},
        SystemEndpoint: telephone(contact.systemEndpoint),
      },
      Parameters: parameters,
    },
    Name: "ContactFlowEvent",
  };
}
