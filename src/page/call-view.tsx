import { type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { ContactRecord } from "../journal/contacts.ts";
import type { Finding } from "../journal/findings/finding.ts";
import { findings } from "../journal/findings/index.ts";
import { type CallViewName, callViews } from "./address.ts";
import { apisOf } from "./api-conditions.tsx";
import { CallHead } from "./call-head.tsx";
import { FindingsList } from "./findings-list.tsx";
import { Logs } from "./logs.tsx";
import { FlowMap } from "./map/flow-map.tsx";
import { events, instance, isOpening, openCall, showView, source, view } from "./opened.ts";
import type { InstanceView } from "./protocol.ts";
import { findingsKey } from "./rows.ts";
import { scenarioFor } from "./scenario.ts";
import { Tabs } from "./tabs.tsx";
import { Timeline } from "./timeline.tsx";
import type { Position } from "./timeline-row.tsx";
import { WhatIfLink } from "./what-if-link.tsx";
import { words } from "./words.ts";

/** What every view of a call is given. */
interface CallViewProps {
  readonly call: ContactRecord;
  readonly found: readonly Finding[];
  /** It goes on. */
  readonly isLive: boolean;
  /** What is pointed at in the timeline. */
  readonly chosen: Signal<Position | undefined>;
}

const views: Readonly<Record<CallViewName, (props: CallViewProps) => JSX.Element>> = {
  timeline: Timeline,
  map: FlowMap,
  logs: Logs,
};

/** The call that is open, or how to open one. */
export function CallView() {
  const call = openCall.value;
  if (call !== undefined) return <OpenCall key={call.contactId} call={call} />;
  return isOpening.value ? <main class="nothing" aria-busy="true" /> : <Nothing />;
}

/** How a call ended, what went wrong in it, and its views. */
function OpenCall({ call }: { readonly call: ContactRecord }) {
  const chosen = useSignal<Position | undefined>(undefined);
  const found = useMemo(() => findings(call.events), [call]);
  const isLive = source.value?.isLive === true;
  const View = views[view.value];
  return (
    // So much of the record is drawn: bench/page measures by it.
    <main data-events={events.value.length}>
      <CallHead call={call} />
      <FindingsList
        call={call}
        found={found}
        isLive={isLive}
        choose={(step) => {
          showView("timeline");
          chosen.value = { key: findingsKey, step };
        }}
      />
      <Tabs
        name={words.value.views}
        tabs={callViews}
        label={(tab) => words.value[tab]}
        shown={view.value}
        show={showView}
      >
        <View call={call} found={found} isLive={isLive} chosen={chosen} />
      </Tabs>
    </main>
  );
}

function Nothing() {
  const { nothingOpen, nothingOpenHint, tryThis, conditions, whatIf } = words.value;
  const line = instance.value;
  return (
    <main class="nothing">
      <h2>{nothingOpen}</h2>
      <p>{nothingOpenHint}</p>
      {line !== undefined && <Examples line={line} />}
      {line !== undefined && apisOf(line).length > 0 && <p>{tryThis(conditions, whatIf.title)}</p>}
    </main>
  );
}

/** Calls that show something at once, where the instance names some. */
function Examples({ line }: { readonly line: InstanceView }) {
  if (line.examples.length === 0) return null;
  return (
    <>
      <p>{words.value.whatIf.invitation}</p>
      <ul class="examples">
        {line.examples.map(({ title, number }) => (
          <li key={title}>
            <WhatIfLink scenario={scenarioFor(line, number, title)}>{title}</WhatIfLink>
          </li>
        ))}
      </ul>
    </>
  );
}
