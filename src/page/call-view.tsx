import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { all, type ContactRecord } from "../journal/contacts.ts";
import type { Finding } from "../journal/findings/finding.ts";
import { findings } from "../journal/findings/index.ts";
import { momentOf } from "./calls.tsx";
import { sayFinding } from "./finding-words.ts";
import { Logs } from "./logs.tsx";
import { chooseCall, instance, openCall, openCalls, source } from "./opened.ts";
import { findingsKey } from "./rows.ts";
import { Timeline } from "./timeline.tsx";
import type { Position } from "./timeline-row.tsx";
import { words } from "./words.ts";

const views = ["timeline", "logs"] as const;

/** The call that is open, or how to open one. */
export function CallView() {
  const call = openCall.value;
  return call === undefined ? <Nothing /> : <OpenCall key={call.contactId} call={call} />;
}

/** How a call ended, what went wrong in it, and its views. */
function OpenCall({ call }: { readonly call: ContactRecord }) {
  const view = useSignal<(typeof views)[number]>("timeline");
  const chosen = useSignal<Position | undefined>(undefined);
  const found = useMemo(() => findings(call.events), [call]);
  const moved = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    view.value = view.value === "timeline" ? "logs" : "timeline";
    document.getElementById(`tab-${view.value}`)?.focus();
  };
  return (
    <main>
      <CallHead call={call} />
      <Findings
        call={call}
        found={found}
        choose={(step) => {
          view.value = "timeline";
          chosen.value = { key: findingsKey, step };
        }}
      />
      <div class="tabs" role="tablist" aria-label={words.value.views} onKeyDown={moved}>
        {views.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`tab-${one}`}
            aria-selected={view.value === one}
            aria-controls={`view-${one}`}
            tabIndex={view.value === one ? 0 : -1}
            onClick={() => {
              view.value = one;
            }}
          >
            {words.value[one]}
          </button>
        ))}
      </div>
      {views.map((one) => (
        <div key={one} role="tabpanel" id={`view-${one}`} aria-labelledby={`tab-${one}`} hidden={view.value !== one}>
          {one === "timeline" && view.value === one && <Timeline call={call} found={found} chosen={chosen} />}
          {one === "logs" && view.value === one && <Logs call={call} />}
        </div>
      ))}
    </main>
  );
}

function Nothing() {
  const { nothingOpen, nothingOpenHint, tryThis } = words.value;
  return (
    <main class="nothing">
      <h2>{nothingOpen}</h2>
      <p>{nothingOpenHint}</p>
      {instance.value?.externals.some(({ role }) => role === "api") === true && <p>{tryThis}</p>}
    </main>
  );
}

function CallHead({ call }: { readonly call: ContactRecord }) {
  const { endings, inProgress, recordEnds, callOfJournal, seconds } = words.value;
  const { initiated, events } = call;
  const ended = all(events, "contact.disconnected")[0];
  const flow = all(events, "flow.started")[0]?.flow;
  const state =
    ended !== undefined
      ? `${endings[ended.by]} (${seconds(ended.at - initiated.at)})`
      : source.value?.isLive === true
        ? inProgress
        : recordEnds;
  return (
    <div class="call-head">
      <h2>
        <span class="number">{initiated.to}</span> {flow}
      </h2>
      <p>
        <time dateTime={new Date(initiated.at).toISOString()}>{momentOf(initiated.at)}</time> · {initiated.from} ·{" "}
        {state}
      </p>
      {openCalls.value.length > 1 && (
        <label>
          <span>{callOfJournal}</span>
          <select value={call.contactId} onChange={({ currentTarget }) => chooseCall(currentTarget.value)}>
            {openCalls.value.map(({ contactId, initiated: one }) => (
              <option key={contactId} value={contactId}>
                {momentOf(one.at)} {one.to} {contactId.slice(0, 8)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** The others are in the timeline, where they happened. Chosen: so many can be read. */
const listedMax = 20;

function Findings({
  call,
  found,
  choose,
}: {
  readonly call: ContactRecord;
  readonly found: readonly Finding[];
  /** Shows the nth one in the timeline. */
  readonly choose: (index: number) => void;
}) {
  const { noFindings, noFindingsYet, seconds, andMore } = words.value;
  const isLive = source.value?.isLive === true;
  if (found.length === 0) return <p class="no-findings">{isLive ? noFindingsYet : noFindings}</p>;
  return (
    <ol class="findings">
      {found.slice(0, listedMax).map((finding, index) => (
        <li key={`${finding.type} ${finding.at} ${finding.evidence[0]?.id}`}>
          <button type="button" title={finding.message} onClick={() => choose(index)}>
            <span class="at">{seconds(finding.at - call.initiated.at)}</span>
            <span>{sayFinding(finding, call, words.value, isLive)}</span> <code>{finding.type}</code>
          </button>
        </li>
      ))}
      {found.length > listedMax && <li class="more">{andMore(found.length - listedMax)}</li>}
    </ol>
  );
}
