import type { Fault } from "../external/fault.ts";
import type { ContactFlow } from "../flow/flow.ts";
import type { FunctionConfiguration } from "../lambda/function.ts";
import type { HoursOfOperation } from "./hours.ts";
import type { ConnectPolicy } from "./policy.ts";

/** A Connect instance and what stands around it: numbers, flows, functions, external APIs, queues, hours. */
export interface Instance {
  /** The file it was read from, as the user named it. */
  readonly file: string;
  /** The folder that the file's paths are relative to. */
  readonly directory: string;
  readonly arn: string;
  readonly region: string;
  readonly accountId: string;
  readonly alias: string;
  /** Which flow, by name, answers which number. */
  readonly phoneNumbers: ReadonlyMap<string, string>;
  readonly flows: readonly InstanceFlow[];
  readonly functions: readonly FunctionConfiguration[];
  readonly externals: readonly External[];
  readonly queues: readonly Queue[];
  readonly hoursOfOperation: ReadonlyMap<string, HoursOfOperation>;
  /** Calls that show something, for whoever comes new. */
  readonly examples: readonly ExampleCall[];
  readonly policy: ConnectPolicy;
}

export interface ExampleCall {
  readonly title: string;
  readonly number: string;
  /** An entry for each time that the line asks. */
  readonly press: readonly string[];
  /** By the external API. */
  readonly conditions: Readonly<Record<string, ExampleCondition>>;
}

export interface ExampleCondition {
  readonly latencyMs?: number | undefined;
  readonly fault?: Fault | undefined;
}

export interface InstanceFlow {
  readonly name: string;
  readonly arn: string;
  readonly flow: ContactFlow;
}

/** An API outside, which functions call. */
export interface External {
  readonly name: string;
  readonly url: URL;
  /** The command that starts it, where the bench does. */
  readonly start: readonly string[] | undefined;
  readonly environmentVariable: string;
  /** "store": the functions' own bookkeeping, such as DynamoDB. Whatever it does, nobody outside has it done to him. */
  readonly role: "api" | "store";
  /** The API acts once for equal values of this header. */
  readonly idempotencyHeader: string | undefined;
  /** Where the API lists what it has made. */
  readonly listing: string | undefined;
  readonly reset: { readonly method: string; readonly path: string; readonly body: string | undefined } | undefined;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly hoursOfOperation: string | undefined;
  readonly maxContacts: number | undefined;
}
