import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import type { z } from "zod";
import { isRecord, readJson } from "../flow/json.ts";
import { type ParsedFlow, parseFlow } from "../flow/parse.ts";
import { byPlace, type Problem } from "../flow/problem.ts";
import { checkFunction, type FunctionToCheck } from "../lambda/check-function.ts";
import { contactFlowArn, instanceArn, queueArn } from "./arn.ts";
import { checkExternals } from "./check-externals.ts";
import { checkFlowReferences, checkReferences, type Names } from "./check-references.ts";
import type { Instance } from "./instance.ts";
import { fieldsAt, type InstanceFile, instanceSchema, type SoundFile } from "./instance-schema.ts";
import { connectPolicy } from "./policy.ts";
import { schemaSentence, unknownName } from "./schema-sentence.ts";
import { soundFile } from "./sound-file.ts";

/** What could be read of an instance, and everything that is wrong with it. With a problem there is no instance. */
export type InstanceReading =
  | { readonly instance: Instance; readonly problems: readonly [] }
  | { readonly instance: undefined; readonly problems: readonly Problem[] };

/**
 * Reads an instance file and every file that it names. Never throws for what is wrong in them. What is wrong does not hide
 * what else is.
 */
export function readInstance(path: string): InstanceReading {
  const text = readText(path);
  if (typeof text !== "string") return { instance: undefined, problems: [text] };
  const json = readJson(text);
  const ofJson = json.problems.map((problem) => ({ ...problem, place: { file: path, ...problem.place } }));
  if (json.value === undefined) return { instance: undefined, problems: ofJson };

  const at: At = (keys, rule, message) => ({ rule, message, place: { file: path, ...json.placeOf(keys) } });
  const atName: At = (keys, rule, message) => ({ rule, message, place: { file: path, ...json.placeOfName(keys) } });
  const whole = instanceSchema.safeParse(json.value, { reportInput: true });
  const file = whole.success ? whole.data : soundFile(readJson(text).value);
  const issues = whole.success ? [] : whole.error.issues;
  const flows = readFlows(file, path, at);
  const names = namesIn(json.value, file, issues);
  const ofFile = [
    ...ofJson,
    ...issues.flatMap((issue) => problemsOf(issue, at, atName)),
    ...checkReferences(file, names, at),
    ...functionsToCheck(file, directoryOf(path)).flatMap((one) => functionProblems(one, at, atName)),
    ...checkExternals(file, at),
    ...flows.flatMap(({ parsed, problems }) => (parsed === undefined ? problems : [])),
  ].sort(byPlace);
  const ofFlows = flows.flatMap((flow) =>
    flow.parsed === undefined ? [] : [...flow.problems, ...flowReferences(flow, names)].sort(byPlace),
  );
  const problems = [...ofFile, ...ofFlows];
  return whole.success && problems.length === 0
    ? { instance: assemble(whole.data, path, flows), problems: [] }
    : { instance: undefined, problems };
}

/** A problem of the instance file itself, at the value, or its name, that the keys lead to. */
type At = (keys: readonly PropertyKey[], rule: string, message: string) => Problem;

/**
 * A name that should not be there, or not be so, is shown where it stands; all else where its value does. Of a value that
 * may have one of several forms, the one that was meant is told by its type.
 */
function problemsOf(issue: z.core.$ZodIssue, at: At, atName: At): readonly Problem[] {
  const { path } = issue;
  const rule = "instance-field";
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => atName([...path, key], rule, unknownName(key, fieldsAt(path))));
  if (issue.code === "invalid_union") {
    const [meant, another] = issue.errors.filter((form) => !form.some(isOfAnotherType));
    if (meant !== undefined && another === undefined)
      return meant.flatMap((one) => problemsOf({ ...one, path: [...path, ...one.path] }, at, atName));
  }
  return [(issue.code === "invalid_key" ? atName : at)(path, rule, schemaSentence(issue))];
}

function isOfAnotherType({ code, path }: z.core.$ZodIssue): boolean {
  return code === "invalid_type" && path.length === 0;
}

/** What the parts of the file name, whatever else is wrong with it. */
function namesIn(json: unknown, file: SoundFile, issues: readonly z.core.$ZodIssue[]): Names {
  const unreadable = new Set(issues.filter(({ path }) => path.length === 1).map(({ path: [part] }) => part));
  const keys = (part: keyof Names): readonly string[] | undefined =>
    unreadable.has(part) ? undefined : Object.keys(Object(isRecord(json) ? json[part] : undefined));
  const arn = instanceArn(file);
  return {
    flows: keys("flows")?.map((name) => ({ name, arn: arnOf(file.flows[name]) ?? contactFlowArn(arn, name) })),
    functions: keys("functions"),
    queues: keys("queues")?.map((name) => ({ name, arn: file.queues[name]?.arn ?? queueArn(arn, name) })),
    hoursOfOperation: keys("hoursOfOperation"),
    phoneNumbers: keys("phoneNumbers"),
    externals: keys("externals"),
  };
}

function arnOf(flow: SoundFile["flows"][string] | undefined): string | undefined {
  return typeof flow === "object" ? flow.arn : undefined;
}

function functionsToCheck({ functions }: SoundFile, directory: string): readonly FunctionToCheck[] {
  return Object.entries(functions).map(([name, { runtime, code, handler, environment = {} }]) => {
    const codePath = code === undefined ? undefined : resolve(directory, code);
    return { name, runtime, codePath, handler, environment };
  });
}

function functionProblems(one: FunctionToCheck, at: At, atName: At): readonly Problem[] {
  return checkFunction(one).map(({ rule, message, of }) => {
    const keys = ["functions", one.name];
    if (typeof of === "object") return atName([...keys, "environment", of.variable], rule, message);
    return at([...keys, of === "codePath" ? "code" : of], rule, message);
  });
}

function assemble(file: InstanceFile, path: string, flows: readonly ReadFlow[]): Instance {
  const directory = directoryOf(path);
  const arn = instanceArn(file);
  const policy = Object.fromEntries(Object.entries(file.policy).filter(([, value]) => value !== undefined));
  return {
    file: path,
    directory,
    arn,
    region: file.region,
    accountId: file.accountId,
    alias: file.alias,
    phoneNumbers: new Map(Object.entries(file.phoneNumbers)),
    flows: flows.flatMap(({ name, parsed }) =>
      parsed?.flow === undefined
        ? []
        : { name, arn: arnOf(file.flows[name]) ?? contactFlowArn(arn, name), flow: parsed.flow },
    ),
    functions: Object.entries(file.functions).map(([name, one]) => ({
      name,
      runtime: one.runtime,
      codePath: resolve(directory, one.code),
      handler: one.handler,
      timeoutMs: one.timeout * 1_000,
      memoryMb: one.memorySize,
      environment: one.environment,
      reservedConcurrency: one.reservedConcurrency,
      region: file.region,
      accountId: file.accountId,
    })),
    externals: Object.entries(file.externals).map(([name, one]) => ({
      name,
      url: new URL(one.url),
      start: typeof one.start === "string" ? parseArgsStringToArgv(one.start) : one.start,
      environmentVariable: one.environmentVariable,
      role: one.role,
      idempotencyHeader: one.idempotencyHeader,
      listing: one.listing,
      reset: one.reset && { method: one.reset.method, path: one.reset.path, body: one.reset.body },
    })),
    queues: Object.entries(file.queues).map(([name, one]) => ({
      name,
      arn: one.arn ?? queueArn(arn, name),
      hoursOfOperation: one.hoursOfOperation,
      maxContacts: one.maxContacts,
    })),
    hoursOfOperation: new Map(Object.entries(file.hoursOfOperation)),
    examples: Object.entries(file.examples).map(([title, one]) => ({ title, ...one })),
    policy: { ...connectPolicy, ...policy },
  };
}

interface ReadFlow {
  readonly name: string;
  readonly path: string;
  /** Undefined: its file cannot be read. */
  readonly parsed: ParsedFlow | undefined;
  readonly problems: readonly Problem[];
}

function readFlows({ flows }: SoundFile, path: string, at: At): readonly ReadFlow[] {
  return Object.entries(flows).flatMap(([name, entry]): readonly ReadFlow[] => {
    const file = typeof entry === "string" ? entry : entry.file;
    if (file === undefined) return [];
    const flowPath = relative(process.cwd(), resolve(dirname(path), file));
    const text = readText(flowPath);
    if (typeof text !== "string")
      return [{ name, path: flowPath, parsed: undefined, problems: [at(["flows", name], text.rule, text.message)] }];
    const parsed = parseFlow(text, name);
    const problems = parsed.problems.map((problem) => ({ ...problem, place: { file: flowPath, ...problem.place } }));
    return [{ name, path: flowPath, parsed, problems }];
  });
}

/** What the flow names and is not there. */
function flowReferences({ path, parsed }: ReadFlow, names: Names): readonly Problem[] {
  if (parsed?.flow === undefined) return [];
  return checkFlowReferences(parsed.flow, names, (action, keys) => ({ file: path, ...parsed.placeOf(action, keys) }));
}

function readText(path: string): string | Problem {
  const problem = (rule: string, message: string): Problem => ({ rule, message, place: { file: path } });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT") return problem("file-missing", `There is no file ${path}.`);
    if (code === "EISDIR") return problem("file-missing", `${path} is a folder; a file is wanted here.`);
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
      return problem("file-encoding", `${path} is not UTF-8. Save it as UTF-8.`);
    return problem("file-unreadable", `${path} cannot be read (${code || String(error)}).`);
  }
}

function directoryOf(path: string): string {
  return dirname(resolve(path));
}
