import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ContactRecord } from "../../journal/contacts.ts";
import type { Finding } from "../../journal/findings/finding.ts";
import { flows, instance } from "../opened.ts";
import { words } from "../words.ts";
import { type Course, courseOf, type Passage } from "./course.ts";
import { DrawnFlow } from "./drawn-flow.tsx";
import { type KnownFlow, knownFlow } from "./known-flow.ts";

/** The flow as it is drawn in Connect, and the call's way through it. */
export function FlowMap({ call, found }: { readonly call: ContactRecord; readonly found: readonly Finding[] }) {
  const course = useMemo(() => courseOf(call.events), [call]);
  // Undefined: the one that the call is in.
  const chosen = useSignal<string | undefined>(undefined);
  const passage = course.passages.get(chosen.value ?? "") ?? course.at;
  const { notYet } = words.value.flowMap;
  if (passage === undefined) return <p class="hint no-map">{notYet}</p>;
  const shown = shownFlow(passage);
  return (
    <div class="flow-map">
      {course.passages.size > 1 && (
        <ChooseFlow
          course={course}
          shown={passage.flow}
          choose={(name) => {
            chosen.value = name;
          }}
        />
      )}
      {typeof shown === "string" ? (
        <p class="no-map">{words.value.flowMap[shown](passage.flow)}</p>
      ) : (
        <>
          {shown.isChanged && <p class="changed">{words.value.flowMap.changedSince(passage.flow)}</p>}
          <DrawnFlow
            key={shown.flow.arn}
            flow={shown.flow}
            call={call}
            found={found}
            passage={passage}
            isAt={passage === course.at}
          />
        </>
      )}
    </div>
  );
}

/** The flow to draw the call on, or why there is none: the record itself holds only what the call did. */
function shownFlow(passage: Passage): KnownFlow | "noInstance" | "otherInstance" | "otherLine" | "changed" {
  if (flows.value === undefined) return "noInstance";
  const known = knownFlow(passage, flows.value);
  if (known !== "other") return known;
  return instance.value === undefined ? "otherInstance" : "otherLine";
}

function ChooseFlow({
  course,
  shown,
  choose,
}: {
  readonly course: Course;
  readonly shown: string;
  readonly choose: (name: string) => void;
}) {
  return (
    <label class="bar choose-flow">
      <span>{words.value.flowMap.flowOf(course.passages.size)}</span>
      <select value={shown} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {[...course.passages.keys()].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
