import { z } from "zod";
import { BenchError } from "../../bench-error.ts";
import { counterexampleSchema, findingTypes } from "./counterexample-file.ts";
import { type Report, reportVersion } from "./report.ts";
import { readVersioned } from "./versioned-file.ts";

export function reportFileText(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A moment, a duration, or a count. */
const number = z.number();
const ms = number.nullable();
const texts = z.array(z.string());
const shard = z.object({ index: z.int().min(1), of: z.int().min(1) });

const line = z.object({
  atMs: number,
  subject: z.enum([
    "call",
    "flow",
    "say",
    "press",
    "invoke",
    "limit",
    "attempt",
    "log",
    "api",
    "branch",
    "end",
    "deviation",
  ]),
  text: z.string(),
  alarming: z.boolean(),
  call: number,
});

const ofCall = { call: number, startMs: number, endMs: ms };

const lane = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("caller"),
    ...ofCall,
    endedBy: z.enum(["flow", "customer", "queue", "error", "bench"]).nullable(),
    messages: z.array(z.object({ atMs: number, text: z.string() })),
  }),
  z.object({
    type: z.literal("block"),
    ...ofCall,
    action: z.string(),
    functionName: z.string(),
    limitMs: number,
    went: z.enum(["on", "toError", "abandoned"]).nullable(),
  }),
  z.object({
    type: z.literal("attempt"),
    ...ofCall,
    number,
    functionName: z.string(),
    handlingMs: ms,
    start: z.enum(["warm", "cold", "restart"]),
    outcome: z.enum(["succeeded", "functionError", "timedOut", "throttled", "serviceError", "rejected"]).nullable(),
    orphanedMs: ms,
  }),
  z.object({
    type: z.literal("request"),
    ...ofCall,
    external: z.string(),
    request: z.string(),
    repetition: z.enum(["again", "under its key"]).nullable(),
    attempt: number.nullable(),
    answered: z.object({ atMs: number, status: number }).nullable(),
    delivered: z.union([number, z.enum(["reset", "gaveUp", "gone"])]).nullable(),
  }),
]);

const schema = z.object({
  version: z.literal(reportVersion),
  ringonce: z.string(),
  subject: z.object({ instance: z.string(), number: z.string(), from: z.string(), presses: texts, seed: number }),
  runs: number,
  outcomes: texts,
  points: texts,
  transitions: z.object({ covered: texts, all: texts }),
  findings: z.array(
    z.object({
      type: z.enum(findingTypes),
      place: z.string(),
      message: z.string(),
      counterexample: counterexampleSchema,
      timeline: z.array(line),
      lanes: z.array(lane),
      events: number,
    }),
  ),
  verdict: z.object({
    deviationsMax: number,
    exhaustiveTo: number,
    shard,
    sampled: number,
    strayed: number,
    stopped: z.boolean(),
    missing: z.array(shard),
  }),
});

/** @throws BenchError ERR_REPORT_UNREADABLE when it is none, or one of a later version. */
export function readReport(text: string, file: string): Report {
  const read = readVersioned(text, schema, { version: reportVersion, what: "report" });
  if ("value" in read) return read.value;
  throw new BenchError(
    "ERR_REPORT_UNREADABLE",
    `${file} cannot be read, because ${read.why}. Give files that ringonce explore --report wrote.`,
  );
}
