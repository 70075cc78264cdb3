import type { Millis } from "../clock/clock.ts";

/**
 * What the Lambda service reports while it works, as it happens. `requestId` is the one that the request
 * was given; `environmentId` names one execution environment for as long as the bench runs.
 */
export interface LambdaObserver {
  /** A new execution environment is being made, for this request or ahead of any. */
  environmentStarted(event: {
    environmentId: string;
    functionName: string;
    logStream: string;
    requestId: string | undefined;
  }): void;
  /** From now until it is settled or killed, whatever the environment does belongs to this request. */
  environmentAssigned(event: {
    environmentId: string;
    requestId: string;
    coldStart: boolean;
    /** Its processes are gone, and are started anew within the request's own time: AWS's "suppressed init". */
    restart: boolean;
  }): void;
  /** The Init phase ended well. */
  environmentInitialized(event: { environmentId: string; initMs: Millis }): void;
  /** The handler has been given its event: the function's own time-out runs from here. */
  handlerStarted(event: { environmentId: string; requestId: string }): void;
  /** The environment's processes are gone. It may start new ones for a later request ("reset"), unless this is a shutdown. */
  environmentStopped(event: {
    environmentId: string;
    reason: "timeout" | "crash" | "memory" | "initFailed" | "shutdown";
  }): void;
  /** One event of the function's log group, without its line end. A message of several lines is one event. */
  log(event: { functionName: string; logStream: string; requestId: string | undefined; message: string }): void;
}
