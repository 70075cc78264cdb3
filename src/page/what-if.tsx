import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { contacts } from "../journal/contacts.ts";
import { findings } from "../journal/findings/index.ts";
import { verdictOf } from "../journal/verdict.ts";
import { FindingsList } from "./findings-list.tsx";
import { scenario as shown } from "./opened.ts";
import type { InstanceView } from "./protocol.ts";
import { endOf, findingsKey, rowsOf } from "./rows.ts";
import { addressOfScenario, problemsOf, type Scenario } from "./scenario.ts";
import { ScenarioForm } from "./scenario-form.tsx";
import { isPlaying, play, played, unplayable } from "./simulation.ts";
import { SweepGrid } from "./sweep-grid.tsx";
import { Timeline } from "./timeline.tsx";
import type { Position } from "./timeline-row.tsx";
import { words } from "./words.ts";

/** A call as it might be: every change of its circumstances plays it again. */
export function WhatIf({ instance, scenario }: { readonly instance: InstanceView; readonly scenario: Scenario }) {
  const problems = problemsOf(scenario, instance);
  const isPlayable = problems === undefined;
  useEffect(() => {
    if (isPlayable) void play(scenario);
  }, [scenario, isPlayable]);
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
        problems={problems}
        change={(changed) => {
          shown.value = { ...scenario, ...changed };
        }}
        keep={() => {
          if (shown.value !== undefined) history.replaceState(null, "", addressOfScenario(shown.value));
        }}
      />
      <SweepGrid scenario={scenario} isPlayable={isPlayable} />
      {isPlayable && <Outcome />}
    </main>
  );
}

/** What came of the last call that was played. It stays until the next one is there. */
function Outcome() {
  const chosen = useSignal<Position | undefined>(undefined);
  const before = useRef({ of: "", longestMs: 0, hadFindings: false });
  const says = words.value;
  const { playing, verdict, silent } = says.whatIf;
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
  // The picture keeps its scale and its place while only time-outs and latencies change: the eye compares.
  const of = run === undefined ? "" : `${run.scenario.number} ${run.scenario.press.join()}`;
  const last = before.current.of === of ? before.current : { longestMs: 0, hadFindings: false };
  const longestMs = Math.max(last.longestMs, endMs);
  const hadFindings = last.hadFindings || found.length > 0;
  before.current = { of, longestMs, hadFindings };
  const outcome = call && verdictOf(call);
  const isSilent = outcome?.starts === 0 && run?.scenario.press.every((keys) => keys === "") === true;
  return (
    <section class="outcome" aria-label={says.whatIf.outcome}>
      <p class={isPlaying.value ? "verdict playing" : "verdict"} role="status" aria-busy={isPlaying.value}>
        {outcome !== undefined ? verdict(outcome) : isPlaying.value ? playing : ""}
      </p>
      {unplayable.value !== undefined && (
        <p class="unplayable" role="alert">
          {unplayable.value}
        </p>
      )}
      {call !== undefined && (
        <>
          {isSilent && <p class="hint">{silent}</p>}
          <div class={hadFindings ? "room" : undefined}>
            <FindingsList
              call={call}
              found={found}
              isLive={false}
              choose={(step) => {
                chosen.value = { key: findingsKey, step };
              }}
            />
          </div>
          <Timeline call={call} found={found} isLive={false} leastMs={longestMs} chosen={chosen} />
        </>
      )}
    </section>
  );
}
