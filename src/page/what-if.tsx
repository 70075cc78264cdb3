import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { contacts } from "../journal/contacts.ts";
import { findings } from "../journal/findings/index.ts";
import { verdictOf } from "../journal/verdict.ts";
import { FindingsList } from "./findings-list.tsx";
import { scenario as shown } from "./opened.ts";
import type { InstanceView } from "./protocol.ts";
import { endOf, findingsKey, rowsOf } from "./rows.ts";
import { addressOfScenario, type Scenario } from "./scenario.ts";
import { ScenarioForm } from "./scenario-form.tsx";
import { isPlaying, play, played, unplayable } from "./simulation.ts";
import { SweepGrid } from "./sweep-grid.tsx";
import { Timeline } from "./timeline.tsx";
import type { Position } from "./timeline-row.tsx";
import { words } from "./words.ts";

/** A call as it might be: every change of its circumstances plays it again. */
export function WhatIf({ instance, scenario }: { readonly instance: InstanceView; readonly scenario: Scenario }) {
  useEffect(() => void play(scenario), [scenario]);
  const { title, appliesTo } = words.value.whatIf;
  return (
    <main class="what-if">
      <div>
        <h2>{title}</h2>
        <p class="hint">{appliesTo}</p>
      </div>
      <ScenarioForm
        instance={instance}
        scenario={scenario}
        change={(changed) => {
          shown.value = { ...scenario, ...changed };
        }}
        keep={() => {
          if (shown.value !== undefined) history.replaceState(null, "", addressOfScenario(shown.value));
        }}
      />
      <SweepGrid key={circumstances(scenario)} scenario={scenario} />
      <Outcome />
    </main>
  );
}

/** What came of the last call that was played. It stays until the next one is there. */
function Outcome() {
  const chosen = useSignal<Position | undefined>(undefined);
  const longest = useRef({ of: "", ms: 0 });
  const says = words.value;
  const { playing, verdict } = says.whatIf;
  // Nothing untrue is left standing below a refusal.
  const run = unplayable.value === undefined ? played.value : undefined;
  const { call, found, endMs } = useMemo(() => {
    const [first] = contacts(run?.events ?? []);
    const faults = first === undefined ? [] : findings(first.events);
    return {
      call: first,
      found: faults,
      endMs: first === undefined ? 0 : endOf(rowsOf(first, faults, says, false)),
    };
  }, [run, says]);
  // The picture keeps its scale while only time-outs and latencies change: the eye compares.
  const of = run === undefined ? "" : `${run.scenario.number} ${run.scenario.press.join()}`;
  longest.current = { of, ms: longest.current.of === of ? Math.max(longest.current.ms, endMs) : endMs };
  return (
    <section class="outcome" aria-label={says.whatIf.outcome}>
      <p class={isPlaying.value ? "verdict playing" : "verdict"} role="status" aria-busy={isPlaying.value}>
        {call !== undefined ? verdict(verdictOf(call)) : isPlaying.value ? playing : ""}
      </p>
      {unplayable.value !== undefined && (
        <p class="unplayable" role="alert">
          {unplayable.value}
        </p>
      )}
      {call !== undefined && (
        <>
          <div class="room">
            <FindingsList
              call={call}
              found={found}
              isLive={false}
              choose={(step) => {
                chosen.value = { key: findingsKey, step };
              }}
            />
          </div>
          <Timeline call={call} found={found} isLive={false} leastMs={longest.current.ms} chosen={chosen} />
        </>
      )}
    </section>
  );
}

/** Everything but the time-outs: what a sweep keeps as it is. */
function circumstances(scenario: Scenario): string {
  return addressOfScenario({ ...scenario, blockSeconds: 1, functionSeconds: 1 });
}
