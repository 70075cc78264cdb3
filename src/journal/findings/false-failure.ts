import type { ContactRecord } from "../contacts.ts";
import { callers } from "./callers.ts";
import { evidence, type Finding, seconds } from "./finding.ts";
import { accepted, isUnsafe, nameOf, requestsOf, wishOf } from "./requests.ts";

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

/**
 * The same across the calls of one caller to one number: the caller dials again, is sent down an error branch, and what
 * the function asked for then had been done in an earlier call.
 */
export function falseFailuresByRedial(contacts: readonly ContactRecord[]): readonly Finding[] {
  return callers(contacts).flatMap((calls) =>
    calls.flatMap((contact, index) => {
      const earlier = calls
        .slice(0, index)
        .flatMap((call, at) =>
          call.externals.flatMap((request) =>
            isUnsafe(request) && accepted(request) && request.answered !== undefined
              ? [{ call, number: at + 1, request, answered: request.answered }]
              : [],
          ),
        );
      return contact.invocations.flatMap((invocation) => {
        const { started, finished } = invocation;
        if (finished?.reply.type !== "failed") return [];
        const wishes = requestsOf(contact, invocation).filter(isUnsafe);
        if (wishes.some(accepted)) return []; // It is one within the call.
        const done = earlier.find(({ request }) => wishes.some((wish) => wishOf(wish) === wishOf(request)));
        if (done === undefined) return [];
        const { call, number, request, answered } = done;
        return {
          type: "false-failure" as const,
          contactId: contact.contactId,
          at: finished.at,
          message: `The ${request.started.external} API had accepted ${nameOf(request)} at ${seconds(call, answered.at)} of call ${number}, but when the caller dialled again he was sent down the error branch.`,
          evidence: [
            evidence(call, answered, `${nameOf(request)} answered ${answered.status}`),
            evidence(contact, finished, `${started.action} took its error branch: ${finished.reply.error}`),
          ],
        };
      });
    }),
  );
}
