import { canvasPositions } from "./canvas.ts";
import { endlessLoops } from "./endless.ts";
import { type Action, actionsMax, type ContactFlow } from "./flow.ts";
import { identifierFault } from "./identifier.ts";
import { isRecord, type JsonText, readJson, show } from "./json.ts";
import type { Written } from "./parameters.ts";
import { readAction } from "./parse-action.ts";
import type { Path } from "./path.ts";
import type { Place, Problem } from "./problem.ts";
import { inFile, type Reading } from "./reading.ts";
import { didYouMean } from "./suggest.ts";

/** A flow's file, read: what could be made of it, and all that is wrong with it. */
export interface ParsedFlow {
  /** Fit to run only when there are no problems. Undefined: nothing could be made of the file. */
  readonly flow: ContactFlow | undefined;
  /** In the order of the file. */
  readonly problems: readonly Problem[];
  /** Where an Action, or a value within it, stands in the file. */
  placeOf(action: string, path?: Path): Place;
}

/** Reads an exported contact flow. Takes any text and never throws. */
export function parseFlow(text: string, name: string): ParsedFlow {
  const json = readJson(text);
  const problems = [...json.problems];
  const start = inFile(json, problems, { subject: "The file", start: [], action: undefined });
  const file = json.value === undefined ? undefined : readFile(json.value, start);
  if (file === undefined) {
    return { flow: undefined, problems, placeOf: (action) => ({ ...json.placeOf([]), action }) };
  }

  const entries = readEntries(json, file.actions, problems);
  const indexes = readIdentifiers(entries);
  const placeOf = (action: string, path: Path = []): Place => {
    const index = indexes.get(action);
    return { ...json.placeOf(index === undefined ? [] : ["Actions", index, ...path]), action };
  };

  const identifiers = new Set(indexes.keys());
  const flow: ContactFlow = {
    name,
    startAction: readStart(file.startAction, start.at("StartAction"), identifiers),
    actions: readActions(entries, indexes, identifiers, file.metadata),
  };
  for (const loop of endlessLoops(flow)) problems.push(endlessLoop(loop, placeOf));
  return { flow, problems: problems.sort(byPlace), placeOf };
}

/** One entry of Actions that is an object, at least. */
interface Entry {
  readonly index: number;
  readonly written: Written;
  readonly reading: Reading;
}

/** The members of a file that is a flow in the language that there is today. */
function readFile(
  file: unknown,
  reading: Reading,
): { actions: readonly unknown[]; startAction: unknown; metadata: unknown } | undefined {
  if (!isRecord(file)) {
    reading.wrong("flow-file", `must be a contact flow, an object, but is ${show(file)}.`);
    return undefined;
  }
  const { Version, StartAction, Actions, Metadata, modules, ContactFlow } = file;
  if (Actions === undefined && Array.isArray(modules)) {
    const remedy = "Open the flow in Connect, save it and export it again.";
    reading
      .at("modules")
      .wrong(
        "flow-legacy-format",
        `are the legacy format, which Connect no longer imports since 2026-03-31. ${remedy}`,
      );
    return undefined;
  }
  if (Actions === undefined && isRecord(ContactFlow)) {
    const remedy = "Save the text in its Content as the file.";
    reading.at("ContactFlow").wrong("flow-in-answer", `is an answer of DescribeContactFlow, not a flow. ${remedy}`);
    return undefined;
  }
  if (Version !== "2019-10-30") {
    reading.at("Version").wrong("flow-version", `must be "2019-10-30", the only version, but is ${show(Version)}.`);
  }
  if (!Array.isArray(Actions)) {
    reading.at("Actions").wrong("flow-actions", `must be a list, but is ${show(Actions)}.`);
    return undefined;
  }
  if (Actions.length === 0 || Actions.length > actionsMax) {
    reading.at("Actions").wrong("flow-actions", `must be 1 to ${actionsMax} Actions, but is ${Actions.length}.`);
  }
  return { actions: Actions, startAction: StartAction, metadata: Metadata };
}

function readEntries(json: JsonText, Actions: readonly unknown[], problems: Problem[]): readonly Entry[] {
  return Actions.flatMap((written, index) => {
    const identifier = isRecord(written) && typeof written.Identifier === "string" ? written.Identifier : undefined;
    const reading = inFile(json, problems, { subject: "The Action", start: ["Actions", index], action: identifier });
    if (isRecord(written)) return { index, written, reading };
    reading.wrong("action", `must be an object, but is ${show(written)}.`);
    return [];
  });
}

/** The index in Actions for each Identifier; of two that are the same, the first one's. */
function readIdentifiers(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  for (const { index, written, reading } of entries) {
    const { Identifier } = written;
    const at = reading.at("Identifier");
    const fault = identifierFault(Identifier);
    if (fault !== undefined) at.wrong("identifier", fault);
    if (typeof Identifier !== "string") continue;
    if (!indexes.has(Identifier)) indexes.set(Identifier, index);
    else
      at.wrong("identifier-duplicate", `is ${show(Identifier)}, as that of an Action before it is. Give it another.`);
  }
  return indexes;
}

function readStart(StartAction: unknown, reading: Reading, identifiers: ReadonlySet<string>): string {
  if (typeof StartAction === "string" && identifiers.has(StartAction)) return StartAction;
  const hint = typeof StartAction === "string" ? didYouMean(StartAction, identifiers) : "";
  reading.wrong("flow-start-action", `must be the Identifier of an Action, but is ${show(StartAction)}.${hint}`);
  return "";
}

function readActions(
  entries: readonly Entry[],
  indexes: ReadonlyMap<string, number>,
  identifiers: ReadonlySet<string>,
  metadata: unknown,
): ReadonlyMap<string, Action> {
  const position = canvasPositions(metadata);
  const actions = new Map<string, Action>();
  for (const { index, written, reading } of entries) {
    const action = readAction(written, reading, identifiers); // For its problems, even where it has no name.
    const { Identifier: identifier } = written;
    if (typeof identifier !== "string" || indexes.get(identifier) !== index) continue;
    actions.set(identifier, { identifier, ...action, position: position(identifier) });
  }
  return actions;
}

function endlessLoop(loop: readonly string[], placeOf: ParsedFlow["placeOf"]): Problem {
  const round = [...loop, ...loop.slice(0, 1)].join(" → ");
  return {
    rule: "loop-without-interaction",
    message: `A contact that comes here goes round for ever, and nobody is asked for anything: ${round}. Give it a way out.`,
    place: placeOf(loop[0] ?? ""),
  };
}

function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
