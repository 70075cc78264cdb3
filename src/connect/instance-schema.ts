import { z } from "zod";
import { faults } from "../external/fault.ts";
import { days } from "./hours.ts";
import { e164 } from "./phone-number.ts";

/**
 * The instance file: the ground truth for the bench and, later, for the deployment. What a field means is told
 * here once; instance.schema.json, for editors, is made from it.
 */
const name = z.string().min(1).max(127);
const file = z.string().min(1).describe("A path, relative to the instance file.");

const phoneNumber = z.string().regex(e164, "must be in E.164 form: + and 2 to 15 digits, such as +81312340001");

const flowEntry = z.strictObject({
  file,
  arn: z.string().optional().describe("The ContactFlowId that other flows use for this one, when it is not its name."),
});
const flow = z.union([file, flowEntry]);

const lambdaFunction = z.strictObject({
  runtime: z.string().describe("As in AWS: nodejs22.x, python3.13, provided.al2023 …"),
  code: file.describe("The folder with the function's code, relative to the instance file."),
  handler: z.string().min(1).describe('As in AWS: "file.export".'),
  timeout: z
    .number()
    .positive()
    .max(900)
    .default(3)
    .describe("Seconds. AWS: a whole number from 1 to 900, 3 if not given."),
  memorySize: z.int().min(128).max(10_240).default(128).describe("MB, 128 if not given, as in AWS."),
  environment: z.record(z.string(), z.string()).default({}),
  reservedConcurrency: z.int().min(0).optional().describe("At most so many at a time; 0 throttles every request."),
});

const external = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/[@?#]/.test(url), "must not have a user, a query or a fragment")
    .describe("The API's address. Port 0, with start: any free port, which the command is told in PORT."),
  start: z
    .union([z.string().min(1), z.array(z.string()).nonempty()])
    .optional()
    .describe("The command that starts the API, run in the instance file's folder, without a shell."),
  environmentVariable: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable")
    .describe("Where functions find the address at which they reach the API through the bench."),
  role: z
    .enum(["api", "store"])
    .default("api")
    .describe(
      "store: the functions' own bookkeeping, such as DynamoDB. Its requests are recorded; to repeat one is no duplicate execution.",
    ),
  idempotencyHeader: z
    .string()
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "must be the name of an HTTP header, such as Idempotency-Key")
    .optional()
    .describe("The API promises to act once for equal values of this header. Requests of one value count as one."),
  listing: z
    .string()
    .startsWith("/")
    .optional()
    .describe(
      "Where the API lists what it has made: a list of objects as JSON, by itself or in an object. The page shows it, live.",
    ),
  reset: z
    .strictObject({ method: z.string().default("POST"), path: z.string().startsWith("/"), body: z.string().optional() })
    .optional()
    .describe("A request that empties the API."),
});

const timeOfDay = z.strictObject({ hours: z.int().min(0).max(23), minutes: z.int().min(0).max(59) });

const hoursOfOperation = z.strictObject({
  timeZone: z.string().refine(isTimeZone, "must be an IANA time zone, such as Asia/Tokyo"),
  config: z.array(z.strictObject({ day: z.enum(days), startTime: timeOfDay, endTime: timeOfDay })),
});

const queue = z.strictObject({
  arn: z.string().optional().describe("The QueueId that flows use, when it is not the queue's name."),
  hoursOfOperation: name.optional(),
  maxContacts: z.int().min(0).optional().describe("How many contacts may wait; without it there is no limit."),
});

const policy = z.strictObject({
  retriesMax: z.int().min(0).max(10).optional(),
  retryDelayMs: z.number().min(0).optional(),
  retryFunctionErrors: z.boolean().optional(),
  retryThrottles: z.boolean().optional(),
  retryServiceErrors: z.boolean().optional(),
  chainLimitMs: z.number().positive().optional(),
  responseBytesMax: z.int().positive().optional(),
  stringMapValues: z.enum(["strings", "primitives"]).optional(),
  externalAfterFailure: z.enum(["keep", "clear"]).optional(),
  hangUpStopsRetries: z.boolean().optional(),
  accountConcurrency: z.int().min(0).optional(),
});

const example = z.strictObject({
  number: phoneNumber.describe("The number that is dialled."),
  press: z
    .array(z.string().regex(/^[0-9*#]*$/, "must be keys of a phone: 0-9 * #"))
    .max(100)
    .default([])
    .describe("What the caller presses: an entry for each time that the line asks. An empty one is silence."),
  conditions: z
    .record(
      name,
      z.strictObject({ latencyMs: z.number().min(0).max(600_000).optional(), fault: z.enum(faults).optional() }),
    )
    .default({})
    .describe("How external APIs behave during the call: answers are held back so long, or fail so."),
});

export const instanceSchema = z.strictObject({
  $schema: z.string().optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be an AWS Region, such as ap-northeast-1")
    .default("us-east-1"),
  accountId: z
    .string()
    .regex(/^\d{12}$/, "must be an account id of 12 digits")
    .default("000000000000"),
  alias: name.regex(/^[A-Za-z0-9-]+$/, "must be letters, digits and hyphens").default("ringonce"),
  phoneNumbers: z.record(phoneNumber, name).describe("Which flow answers which number."),
  flows: z.record(name, flow),
  functions: z
    .record(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be letters, digits, - and _"), lambdaFunction)
    .default({}),
  externals: z.record(name, external).default({}),
  queues: z.record(name, queue).default({}),
  hoursOfOperation: z.record(name, hoursOfOperation).default({}),
  examples: z
    .record(name, example)
    .default({})
    .describe("Calls that show something, by what the page shall call them: it offers them to whoever comes new."),
  policy: policy.default({}).describe("Where Connect's behaviour is to differ from docs/fidelity.md."),
});
export type InstanceFile = z.infer<typeof instanceSchema>;

/** What is sound in a file that is not: its names may be any text, and fields of its entries may be missing. */
export const soundSchema = z.strictObject({
  ...instanceSchema.shape,
  phoneNumbers: z.record(z.string(), name).default({}),
  flows: z.record(z.string(), z.union([file, flowEntry.partial()])).default({}),
  functions: z.record(z.string(), lambdaFunction.partial()).default({}),
  externals: z.record(z.string(), external.partial()).default({}),
  queues: z.record(z.string(), queue).default({}),
  examples: z.record(z.string(), example.partial()).default({}),
});
export type SoundFile = z.infer<typeof soundSchema>;

/** The fields that there are in the object at the end of a path, or none where that is not told. */
export function fieldsAt([part, entry, ...below]: readonly PropertyKey[]): readonly string[] {
  if (part === undefined) return Object.keys(instanceSchema.shape);
  if (part === "policy") return Object.keys(policy.shape);
  if (entry === undefined || below.length > 0) return [];
  if (part === "functions") return Object.keys(lambdaFunction.shape);
  if (part === "externals") return Object.keys(external.shape);
  if (part === "flows") return Object.keys(flowEntry.shape);
  if (part === "examples") return Object.keys(example.shape);
  return part === "queues" ? Object.keys(queue.shape) : [];
}

/** The schema as JSON Schema, for editors. */
export function instanceJsonSchema(): object {
  return { title: "ringonce instance", ...z.toJSONSchema(instanceSchema, { io: "input" }) };
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone });
    return true;
  } catch {
    return false;
  }
}
