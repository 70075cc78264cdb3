import { addressOf } from "./address.ts";
import { listing } from "./listed.ts";
import { journals, openCall, openFile, scenario, source, view } from "./opened.ts";
import type { CallSummary, JournalSummary } from "./protocol.ts";
import { bringMainIntoSight } from "./sight.ts";
import { words } from "./words.ts";

/** The calls that were recorded, newest first, and a way to open any journal. */
export function Calls() {
  const { calls, noCalls, openFile: open, dropHint, shelfProblem } = words.value;
  const listed = journals.value.filter((journal) => journal.calls.length > 0 || journal.problem !== undefined);
  return (
    <nav class="calls" aria-label={calls}>
      <h2>{calls}</h2>
      {listed.length === 0 && <p class="hint">{noCalls}</p>}
      <ul>
        {listed.map((journal) =>
          journal.problem === undefined ? (
            [...journal.calls].reverse().map((call) => (
              <li key={`${journal.name} ${call.contactId}`}>
                <CallLink journal={journal} call={call} />
              </li>
            ))
          ) : (
            <li key={journal.name}>
              <a href={addressOf({ journal: journal.name, contactId: undefined, view: view.value })}>
                {journal.name} <span class="hint">{shelfProblem(journal.problem)}</span>
              </a>
            </li>
          ),
        )}
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

function CallLink({ journal, call }: { readonly journal: JournalSummary; readonly call: CallSummary }) {
  const { findingsCount, inProgress, recordEnds, time } = words.value;
  const isOpen =
    listing.value === undefined &&
    scenario.value === undefined &&
    source.value?.name === journal.name &&
    openCall.value?.contactId === call.contactId;
  const state = call.endedBy !== null ? findingsCount(call.findings) : call.isLive ? inProgress : recordEnds;
  return (
    <a
      href={addressOf({ journal: journal.name, contactId: call.contactId, view: view.value })}
      onClick={bringMainIntoSight}
      aria-current={isOpen ? "page" : undefined}
      class={call.findings > 0 ? "found" : undefined}
    >
      <span class="number">{call.to}</span>
      <time dateTime={new Date(call.at).toISOString()}>{momentOf(call.at)}</time>
      <span class="state">
        {state}
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
