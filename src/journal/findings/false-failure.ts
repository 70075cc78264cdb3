import type { ContactRecord } from "../contacts.ts";
import { evidence, type Finding, seconds } from "./finding.ts";
import { accepted, isUnsafe, nameOf, requestsOf } from "./requests.ts";

/** The caller was sent down an error branch although the API had accepted what the function asked for. */
export function falseFailures(contact: ContactRecord): readonly Finding[] {
  return contact.invocations.flatMap((invocation) => {
    const { started, finished } = invocation;
    if (finished?.reply.type !== "failed") return [];
    const done = requestsOf(contact, invocation).filter((request) => isUnsafe(request) && accepted(request));
    const first = done[0];
    if (first?.answered === undefined) return [];
    return {
      type: "false-failure" as const,
      contactId: contact.contactId,
      at: Math.max(finished.at, first.answered.at),
      message: `The ${first.started.external} API accepted ${nameOf(first)} at ${seconds(contact, first.answered.at)}, but the caller was sent down the error branch at ${seconds(contact, finished.at)}.`,
      evidence: [
        ...done.flatMap((request) =>
          request.answered === undefined
            ? []
            : [evidence(contact, request.answered, `${nameOf(request)} answered ${request.answered.status}`)],
        ),
        evidence(contact, finished, `${started.action} took its error branch: ${finished.reply.error}`),
      ],
    };
  });
}
