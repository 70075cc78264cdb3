import type { Entry } from "../journal/event.ts";
import type { LambdaObserver } from "../lambda/observer.ts";
import type { Attribution } from "./attribution.ts";

/** Writes to the journal what the Lambda service reports. */
export function lambdaRecord(attribution: Attribution, write: (entry: Entry) => void): LambdaObserver {
  const functionNames = new Map<string, string>();
  const starts = new Map<string, { readonly coldStart: boolean; readonly restart?: true }>();
  const nameOf = (environmentId: string) => functionNames.get(environmentId) ?? "";
  return {
    environmentStarted: ({ environmentId, functionName, logStream, requestId }) => {
      functionNames.set(environmentId, functionName);
      write({ type: "environment.started", id: environmentId, functionName, logStream, attemptId: requestId });
    },
    environmentAssigned: ({ environmentId, requestId, coldStart, restart }) => {
      attribution.assign(environmentId, requestId);
      starts.set(environmentId, { coldStart, ...(restart && { restart }) });
    },
    environmentInitialized: ({ environmentId, initMs }) => {
      write({ type: "environment.initialized", id: environmentId, functionName: nameOf(environmentId), initMs });
    },
    handlerStarted: ({ environmentId, requestId }) => {
      const attempt = attribution.attempt(requestId);
      if (attempt === undefined) return;
      const { id, contactId, invocationId, functionName, number } = attempt;
      write({
        type: "attempt.handling",
        id,
        contactId,
        invocationId,
        functionName,
        number,
        ...(starts.get(environmentId) ?? { coldStart: false }),
      });
    },
    environmentStopped: ({ environmentId, reason }) => {
      write({ type: "environment.stopped", id: environmentId, functionName: nameOf(environmentId), reason });
    },
    log: ({ functionName, logStream, requestId, message }) => {
      write({ type: "lambda.log", functionName, logStream, ...attribution.ofAttempt(requestId), message });
    },
  };
}
