import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import type { z } from "zod";
import type { ContactFlow } from "../flow/flow.ts";
import { isRecord, readJson } from "../flow/json.ts";
import { type ParsedFlow, parseFlow } from "../flow/parse.ts";
import type { Problem } from "../flow/problem.ts";
import { checkFunction } from "../lambda/check-function.ts";
import { reservedVariables } from "../lambda/environment-variables.ts";
import type { FunctionConfiguration } from "../lambda/function.ts";
import { contactFlowArn, instanceArn, queueArn } from "./arn.ts";
import { checkFlowReferences, checkReferences } from "./check-references.ts";
import type { Instance } from "./instance.ts";
import { type InstanceFile, instanceSchema } from "./instance-schema.ts";
import { connectPolicy } from "./policy.ts";
import { schemaSentence } from "./schema-sentence.ts";

/** What could be read of an instance, and everything that is wrong with it. With a problem there is no instance. */
export type InstanceReading =
  | { readonly instance: Instance; readonly problems: readonly [] }
  | { readonly instance: undefined; readonly problems: readonly Problem[] };

/**
 * Reads an instance file and every file that it names. Never throws for what is wrong in them. A part that is wrong
 * does not hide what is wrong in the others.
 */
export function readInstance(path: string): InstanceReading {
  const text = readText(path);
  if (typeof text !== "string") return { instance: undefined, problems: [text] };
  const json = readJson(text);
  const at: At = (keys, rule, message) => ({ rule, message, place: { file: path, ...json.placeOf(keys) } });
  const ofJson = json.problems.map((problem) => ({ ...problem, place: { file: path, ...problem.place } }));
  if (json.value === undefined) return { instance: undefined, problems: ofJson };

  const { file, broken, issues } = readParts(json.value);
  const ofParts = issues.map((issue) => at(issue.path.filter(isKey), "instance-field", schemaSentence(issue)));
  const { instance, problems } = assemble(file, path, at, broken);
  const all = [...ofJson, ...ofParts, ...problems];
  return all.length > 0 ? { instance: undefined, problems: all } : { instance, problems: [] };
}

/** Reads each part of the file by itself; one that is wrong counts as empty, and is named among the broken ones. */
function readParts(value: unknown): {
  file: InstanceFile;
  broken: ReadonlySet<string>;
  issues: readonly z.core.$ZodIssue[];
} {
  const whole = instanceSchema.safeParse(value, { reportInput: true });
  if (whole.success) return { file: whole.data, broken: new Set(), issues: [] };
  const { issues } = whole.error;
  const broken = new Set(issues.map(({ path: [part] }) => String(part ?? "")));
  const sound = Object.entries(isRecord(value) ? value : {}).filter(
    ([part]) => Object.hasOwn(instanceSchema.shape, part) && !broken.has(part),
  );
  return { file: instanceSchema.parse({ phoneNumbers: {}, flows: {}, ...Object.fromEntries(sound) }), broken, issues };
}

/** A problem of the instance file itself, at the value that the keys lead to. */
type At = (keys: readonly (string | number)[], rule: string, message: string) => Problem;

function assemble(
  file: InstanceFile,
  path: string,
  at: At,
  broken: ReadonlySet<string>,
): { instance: Instance; problems: readonly Problem[] } {
  const directory = dirname(resolve(path));
  const arn = instanceArn(file);
  const read = readFlows(file, path, at);
  const functions = Object.entries(file.functions).map(
    ([name, one]): FunctionConfiguration => ({
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
    }),
  );
  const functionProblems = functions.flatMap((configuration) =>
    checkFunction(configuration).map(({ rule, message }) => at(["functions", configuration.name], rule, message)),
  );
  const externalProblems = [...checkVariables(file, at), ...checkListings(file, at)];
  const policy = Object.fromEntries(Object.entries(file.policy).filter(([, value]) => value !== undefined));
  const instance: Instance = {
    file: path,
    directory,
    arn,
    region: file.region,
    accountId: file.accountId,
    alias: file.alias,
    phoneNumbers: new Map(Object.entries(file.phoneNumbers)),
    flows: read.flows.map(({ name, arn: own, parsed }) => ({
      name,
      arn: own ?? contactFlowArn(arn, name),
      flow: parsed.flow,
    })),
    functions,
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
  const sound = (part: string) => !broken.has(part);
  const references = read.flows.flatMap(({ path: flowPath, parsed }) =>
    checkFlowReferences(parsed.flow, instance, sound, (action, keys) => ({
      file: flowPath,
      ...parsed.placeOf(action, keys),
    })),
  );
  const names = checkReferences(instance, Object.keys(file.flows), sound, at);
  return { instance, problems: [...names, ...read.problems, ...functionProblems, ...externalProblems, ...references] };
}

/** Functions find each external API in a variable of its own, which nobody else sets. */
function checkVariables({ externals, functions }: InstanceFile, at: At): readonly Problem[] {
  const entries = Object.entries(externals);
  return entries.flatMap(([name, { environmentVariable: variable }], index) => {
    const keys = ["externals", name, "environmentVariable"];
    const twin = entries.slice(0, index).find(([, other]) => other.environmentVariable === variable);
    const setter = Object.entries(functions).find(([, { environment }]) => variable in environment);
    const taken = (by: string) => [
      at(keys, "variable-taken", `${variable} is set by ${by} already. Choose another one.`),
    ];
    if (reservedVariables.has(variable) || variable === "PATH") return taken("Lambda itself");
    if (twin !== undefined) return taken(`the external API "${twin[0]}"`);
    return setter === undefined ? [] : taken(`the function ${setter[0]}`);
  });
}

/** Whoever watches a listing asks for it several times a second, which nobody does to somebody else's API. */
function checkListings({ externals }: InstanceFile, at: At): readonly Problem[] {
  return Object.entries(externals).flatMap(([name, { url, listing }]) => {
    if (listing === undefined || isLoopback(new URL(url))) return [];
    const message = `The listing of ${name} cannot be watched, for the API is not on this machine. Take "listing" out.`;
    return [at(["externals", name, "listing"], "listing-elsewhere", message)];
  });
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

interface ReadFlow {
  readonly name: string;
  readonly path: string;
  /** As the instance file gives it. */
  readonly arn: string | undefined;
  readonly parsed: ParsedFlow & { readonly flow: ContactFlow };
}

function readFlows(
  file: InstanceFile,
  path: string,
  at: At,
): { flows: readonly ReadFlow[]; problems: readonly Problem[] } {
  const flows: ReadFlow[] = [];
  const problems: Problem[] = [];
  for (const [name, entry] of Object.entries(file.flows)) {
    const { file: flowFile, arn } = typeof entry === "string" ? { file: entry, arn: undefined } : entry;
    const flowPath = relative(process.cwd(), resolve(dirname(path), flowFile));
    const text = readText(flowPath);
    if (typeof text !== "string") {
      problems.push(at(["flows", name], text.rule, text.message));
      continue;
    }
    const parsed = parseFlow(text, name);
    problems.push(...parsed.problems.map((problem) => ({ ...problem, place: { file: flowPath, ...problem.place } })));
    if (parsed.flow !== undefined) flows.push({ name, path: flowPath, arn, parsed: { ...parsed, flow: parsed.flow } });
  }
  return { flows, problems };
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

function isKey(key: PropertyKey): key is string | number {
  return typeof key !== "symbol";
}
