import { type ContactRecord, hasEnded } from "../../journal/contacts.ts";
import type { Finding } from "../../journal/findings/finding.ts";
import { sayFinding } from "../finding-words.ts";
import { source } from "../opened.ts";
import { words } from "../words.ts";
import type { Visit } from "./course.ts";
import { type Box, edgeKey } from "./drawing.ts";
import { blockName, exitName } from "./names.ts";

/** The last ones are shown. Chosen: so many can be read. */
const shownMax = 20;

/** What is known of one block: its parameters as written, where it leads, and what came of each visit. */
export function ActionPanel({
  call,
  box,
  visits,
  taken,
  marks,
  goTo,
}: {
  readonly call: ContactRecord;
  readonly box: Box | undefined;
  readonly visits: readonly Visit[];
  readonly taken: ReadonlyMap<string, number>;
  readonly marks: ReadonlyMap<string, readonly Finding[]>;
  readonly goTo: (action: string) => void;
}) {
  if (box === undefined) return null;
  const { action } = box;
  const { parameters, visitsOf, earlierVisits } = words.value.flowMap;
  const left = Math.max(0, visits.length - shownMax);
  return (
    <section class="record action" aria-label={action.identifier}>
      <h3>
        {blockName(action, words.value)} <code>{action.identifier}</code> <code class="type">{action.type}</code>
      </h3>
      <div class="columns">
        <div>
          <h4>{parameters}</h4>
          <Parameters of={action.parameters} />
          <Exits box={box} taken={taken} goTo={goTo} />
        </div>
        {visits.length > 0 && (
          <div>
            <h4>{visitsOf(visits.length)}</h4>
            {left > 0 && <p class="hint">{earlierVisits(left)}</p>}
            <ol class="visits">
              {visits.slice(left).map((visit) => (
                <VisitEntry
                  key={visit.started.id}
                  call={call}
                  visit={visit}
                  written={action.parameters}
                  found={marks.get(visit.started.id) ?? []}
                />
              ))}
            </ol>
          </div>
        )}
      </div>
    </section>
  );
}

function Parameters({ of }: { readonly of: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(of);
  if (entries.length === 0) return <p class="hint">{words.value.flowMap.noParameters}</p>;
  return (
    <dl>
      {entries.map(([name, value]) => (
        <Entry key={name} name={name} text={textOf(value)} />
      ))}
    </dl>
  );
}

function Entry({ kind, name, text }: { readonly kind?: string; readonly name: string; readonly text: string }) {
  return (
    <div class={kind}>
      <dt>{name}</dt>
      <dd>
        <pre>{text}</pre>
      </dd>
    </div>
  );
}

function Exits({
  box: { action, exits },
  taken,
  goTo,
}: {
  readonly box: Box;
  readonly taken: ReadonlyMap<string, number>;
  readonly goTo: (action: string) => void;
}) {
  const { leadsTo, leadsNowhere, takenTimes } = words.value.flowMap;
  return (
    <>
      <h4>{leadsTo}</h4>
      {exits.length === 0 && <p class="hint">{leadsNowhere}</p>}
      <ul class="exits">
        {exits.map((exit, index) => {
          const times = taken.get(edgeKey(action.identifier, index)) ?? 0;
          return (
            <li key={edgeKey(exit.to, index)} class={`${exit.kind}${times > 0 ? " taken" : ""}`}>
              <span>
                {exitName(exit, words.value)}
                {exit.kind === "error" && <code> {exit.errorType}</code>}
              </span>
              <button type="button" onClick={() => goTo(exit.to)}>
                {exit.to}
              </button>
              {times > 0 && <span class="times">{takenTimes(times)}</span>}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What came of it. A message and the keys that were pressed are in the timeline; here is what the Action made of them. */
function VisitEntry({
  call,
  visit: { started, finished },
  written,
  found,
}: {
  readonly call: ContactRecord;
  readonly visit: Visit;
  readonly written: Readonly<Record<string, unknown>>;
  readonly found: readonly Finding[];
}) {
  const { seconds, recordEnds, flowMap: map } = words.value;
  const isLive = source.value?.isLive === true;
  const at = (moment: number) => seconds(moment - call.initiated.at);
  const resolved = Object.entries(finished?.parameters ?? {}).filter(
    ([name, value]) => textOf(value) !== textOf(written[name]),
  );
  const how = [
    ["result", finished?.result],
    ["error", finished?.error],
    ["results", finished?.results],
    ["nextAction", finished?.nextAction],
  ] as const;
  return (
    <li>
      <p class="moments">
        <span class="at">{at(started.at)}</span>
        {finished !== undefined && (
          <>
            {" – "}
            <span class="at">{at(finished.at)}</span>
          </>
        )}{" "}
        {finished === undefined && (isLive ? map.isHere : hasEnded(call) ? map.leftHere : recordEnds)}
      </p>
      {found.map((finding) => (
        <p key={`${finding.type} ${finding.at}`} class="alarming">
          {sayFinding(finding, call, words.value, isLive)} <code>{finding.type}</code>
        </p>
      ))}
      <dl>
        {how.map(
          ([name, value]) => value !== undefined && <Entry key={name} kind={name} name={map.came[name]} text={value} />,
        )}
        {resolved.map(([name, value]) => (
          <Entry key={`with ${name}`} name={name} text={textOf(value)} />
        ))}
      </dl>
      {finished !== undefined && finished.unresolved.length > 0 && (
        <p class="unresolved">{map.unresolved(finished.unresolved.join(", "))}</p>
      )}
    </li>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 1) ?? "");
}
