import { all, type ContactRecord, type InvocationRecord } from "../contacts.ts";
import { evidence, type Finding, seconds } from "./finding.ts";
import { accepted, isUnsafe, nameOf, requestsOf } from "./requests.ts";

/**
 * The caller was sent down the success branch although the API accepted nothing of what the function asked for.
 * A function may rightly answer "no table is free" on that branch; so where the flow goes on to compare a value
 * of the answer it is taken to tell the two apart, and there is no finding.
 */
export function falseSuccesses(contact: ContactRecord): readonly Finding[] {
  return contact.invocations.flatMap((invocation) => {
    const { started, finished } = invocation;
    if (finished?.reply.type !== "succeeded" || tellsApart(contact, invocation, finished.reply.response)) return [];
    const asked = requestsOf(contact, invocation).filter(isUnsafe);
    const last = asked.at(-1);
    if (last === undefined || asked.some(accepted)) return [];
    return {
      type: "false-success" as const,
      contactId: contact.contactId,
      at: finished.at,
      message: `The ${last.started.external} API did not accept ${nameOf(last)} (${last.answered?.status ?? "no answer"}), but the caller was sent down the success branch at ${seconds(contact, finished.at)}.`,
      evidence: [
        ...asked.map((request) =>
          evidence(
            contact,
            request.answered ?? request.started,
            `${nameOf(request)}: ${request.answered?.status ?? "no answer"}`,
          ),
        ),
        evidence(contact, finished, `${started.action} took its success branch`),
      ],
    };
  });
}

/** Whether the flow compares something that the function answered before it invokes the next one. */
function tellsApart(
  contact: ContactRecord,
  { finished }: InvocationRecord,
  response: Readonly<Record<string, unknown>>,
): boolean {
  if (finished === undefined) return false;
  const next =
    contact.invocations.find(({ started }) => started.at > finished.at)?.started.at ?? Number.POSITIVE_INFINITY;
  const values = new Set(leaves(response));
  return all(contact.events, "action.finished").some(
    ({ actionType, at, parameters }) =>
      actionType === "Compare" && at >= finished.at && at <= next && values.has(String(parameters.ComparisonValue)),
  );
}

/** The values in an answer, however deep, as a Compare sees them. An empty one is what any missing value looks like. */
function leaves(value: unknown): readonly string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  const text = value === null || value === undefined ? "" : String(value);
  return text === "" ? [] : [text];
}
