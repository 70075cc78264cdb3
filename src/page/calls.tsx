import { addressOf } from "./address.ts";
import { isListingShown } from "./listed.ts";
import { journals, openCall, openFile, scenario, source, view } from "./opened.ts";
import type { CallSummary, JournalSummary } from "./protocol.ts";
import { bringMainIntoSight } from "./sight.ts";
import { words } from "./words.ts";

/** The calls that were recorded, those that go on first and then the newest, and a way to open any journal. */
export function Calls() {
  const { calls, noCalls, olderJournals, openFile: open, dropHint, shelfProblem } = words.value;
  const listed = newestFirst(journals.value.journals);
  const broken = journals.value.journals.flatMap(({ name, problem }) =>
    problem === undefined ? [] : { name, problem },
  );
  const { notListed } = journals.value;
  return (
    <nav class="calls" aria-label={calls}>
      <h2>{calls}</h2>
      {listed.length === 0 && broken.length === 0 && <p class="hint">{noCalls}</p>}
      <ul>
        {listed.map(({ journal, call }) => (
          <li key={`${journal.name} ${call.contactId}`}>
            <CallLink journal={journal} call={call} />
          </li>
        ))}
        {broken.map(({ name, problem }) => (
          <li key={name}>
            <a href={addressOf({ journal: name, contactId: undefined, view: view.value })} onClick={bringMainIntoSight}>
              {name} <span class="hint">{shelfProblem(problem)}</span>
            </a>
          </li>
        ))}
        {notListed > 0 && <li class="hint">{olderJournals(notListed)}</li>}
      </ul>
      <label class="open-file">
        <span>{open}</span>
        <input
          type="file"
          accept=".jsonl,application/x-ndjson"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) void openFile(file);
            currentTarget.value = "";
          }}
        />
        <small class="hint">{dropHint}</small>
      </label>
    </nav>
  );
}

/** The calls of all journals. The one that a server writes holds new calls and old ones. */
function newestFirst(all: readonly JournalSummary[]) {
  return all
    .flatMap((journal) => journal.calls.map((call) => ({ journal, call })))
    .sort((one, other) => Number(isGoingOn(other.call)) - Number(isGoingOn(one.call)) || other.call.at - one.call.at);
}

function isGoingOn({ endedBy, isLive }: CallSummary): boolean {
  return endedBy === null && isLive;
}

function CallLink({ journal, call }: { readonly journal: JournalSummary; readonly call: CallSummary }) {
  const { findingsCount, inProgress, recordEnds, time } = words.value;
  const isOpen =
    !isListingShown.value &&
    scenario.value === undefined &&
    source.value?.name === journal.name &&
    openCall.value?.contactId === call.contactId;
  const state = call.endedBy !== null ? findingsCount(call.findings) : isGoingOn(call) ? inProgress : recordEnds;
  return (
    <a
      href={addressOf({ journal: journal.name, contactId: call.contactId, view: view.value })}
      onClick={bringMainIntoSight}
      aria-current={isOpen ? "page" : undefined}
      class={isGoingOn(call) ? "going-on" : call.findings > 0 ? "found" : undefined}
    >
      <span class="number">{call.to}</span>
      <time dateTime={new Date(call.at).toISOString()}>{momentOf(call.at)}</time>
      <span class="line">
        <span class="flow">{call.flow}</span> <span class="state">{state}</span>
        {journal.isSimulated && <span class="hint"> · {time.simulatedTime}</span>}
      </span>
    </a>
  );
}

/** "11-23 17:52:30", on this machine's clock. */
export function momentOf(at: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const date = new Date(at);
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}
