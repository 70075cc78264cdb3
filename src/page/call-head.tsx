import { all, type ContactRecord } from "../journal/contacts.ts";
import { momentOf } from "./calls.tsx";
import { chooseCall, instance, isCutOff, isSimulated, openCalls, source } from "./opened.ts";
import { scenarioOf } from "./scenario.ts";
import { WhatIfLink } from "./what-if-link.tsx";
import { words } from "./words.ts";

/** Which call it is, how it ended, and the way to the same call under other circumstances. */
export function CallHead({ call }: { readonly call: ContactRecord }) {
  const { ended: endedAt, endings, inProgress, recordEnds, lastLineCut, callOfJournal, seconds, time } = words.value;
  const { initiated, events } = call;
  const line = instance.value;
  const ended = all(events, "contact.disconnected")[0];
  const flow = all(events, "flow.started")[0]?.flow;
  const state =
    ended !== undefined
      ? endedAt(endings[ended.by], seconds(ended.at - initiated.at))
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
        {isSimulated.value && ` · ${time.simulatedTime}`}
      </p>
      {isCutOff.value && <p>{lastLineCut}</p>}
      {line?.phoneNumbers.some(({ number }) => number === initiated.to) === true && (
        <WhatIfLink scenario={scenarioOf(call, line)}>{words.value.whatIf.title}</WhatIfLink>
      )}
      {openCalls.value.length > 1 && (
        <label class="call-of-journal">
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
