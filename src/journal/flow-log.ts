import type { EventOf, JournalEvent } from "./event.ts";
import { flowLogModules } from "./flow-log-modules.ts";
import type { LogEntry } from "./log-entry.ts";

/**
 * The log group `/aws/connect/<alias>`: one entry a block, after it has run, from the moment on at which a flow
 * switches logging on. Attempts do not appear: Connect's retries are invisible here, as in the real log.
 * https://docs.aws.amazon.com/connect/latest/adminguide/contact-flow-logs.html
 */
export function flowLog(events: readonly JournalEvent[]): readonly LogEntry[] {
  const [opened] = events;
  const logGroup = `/aws/connect/${opened?.type === "journal.opened" ? opened.alias : "unknown"}`;
  const entries: LogEntry[] = [];
  const logging = new Set<string>();
  const flowArns = new Map<string, string>();
  const responses = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  for (const event of events) {
    switch (event.type) {
      case "flow.started":
        flowArns.set(event.contactId, event.arn);
        break;
      case "invocation.finished":
        responses.set(event.contactId, event.reply.type === "succeeded" ? event.reply.response : undefined);
        break;
      case "action.finished": {
        const switched =
          event.actionType === "UpdateFlowLoggingBehavior" ? event.parameters.FlowLoggingBehavior : undefined;
        if (switched === "Enabled") logging.add(event.contactId);
        if (logging.has(event.contactId)) {
          const response = event.actionType === "InvokeLambdaFunction" ? responses.get(event.contactId) : undefined;
          for (const message of messages(event, flowArns.get(event.contactId), response)) {
            entries.push({
              logGroup,
              logStream: streamOf(event),
              timestamp: event.at,
              message: JSON.stringify(message),
            });
          }
        }
        if (switched === "Disabled") logging.delete(event.contactId);
        break;
      }
      default:
    }
  }
  return entries;
}

/** Fields and their order as in the samples of aws-facts §5. */
function messages(
  event: EventOf<"action.finished">,
  flowArn: string | undefined,
  response: Readonly<Record<string, unknown>> | undefined,
) {
  const { moduleType, parameters, results } = flowLogModules(event);
  const failed = event.results !== undefined;
  return parameters.map((of) => ({
    ...(failed && { Results: event.results }),
    ContactId: event.contactId,
    ContactFlowId: flowArn,
    ContactFlowName: event.flow,
    ContactFlowModuleType: moduleType,
    Identifier: event.action,
    Timestamp: new Date(event.at).toISOString(),
    ...(response !== undefined && { ExternalResults: response }),
    Parameters: of,
    ...(!failed && results !== undefined && { Results: results }),
  }));
}

/** `YYYY/MM/DD/HH/stream-<id>`: the form has been seen; one stream a contact is a choice. */
function streamOf({ at, contactId }: EventOf<"action.finished">): string {
  const [date = "", time = ""] = new Date(at).toISOString().split("T");
  return `${date.replaceAll("-", "/")}/${time.slice(0, 2)}/stream-${contactId.slice(0, 8)}`;
}
