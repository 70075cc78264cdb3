import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ContactRecord } from "../../journal/contacts.ts";
import type { Finding } from "../../journal/findings/finding.ts";
import { flows, instance } from "../opened.ts";
import type { FlowView } from "../protocol.ts";
import { words } from "../words.ts";
import { type Course, courseOf, type Passage } from "./course.ts";
import { DrawnFlow } from "./drawn-flow.tsx";

/** The flow as it is drawn in Connect, and the call's way through it. */
export function FlowMap({ call, found }: { readonly call: ContactRecord; readonly found: readonly Finding[] }) {
  const course = useMemo(() => courseOf(call.events), [call]);
  // Undefined: the one that the call is in.
  const chosen = useSignal<string | undefined>(undefined);
  const passage = course.passages.get(chosen.value ?? "") ?? course.at;
  const { notYet } = words.value.flowMap;
  if (passage === undefined) return <p class="hint no-map">{notYet}</p>;
  const flow = flowOf(passage, flows.value);
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
      {typeof flow === "string" ? (
        <p class="no-map">{words.value.flowMap[flow](passage.flow)}</p>
      ) : (
        <DrawnFlow
          key={flow.arn}
          flow={flow}
          call={call}
          found={found}
          passage={passage}
          isAt={passage === course.at}
        />
      )}
    </div>
  );
}

/** The flow as it is known here, or why there is none. The record itself holds only what the call did. */
function flowOf(
  passage: Passage,
  known: readonly FlowView[] | undefined,
): FlowView | "noInstance" | "otherInstance" | "otherLine" | "changed" {
  if (known === undefined) return "noInstance";
  const flow = known.find(({ name, arn }) => name === passage.flow && (passage.arn ?? arn) === arn);
  if (flow === undefined) return instance.value === undefined ? "otherInstance" : "otherLine";
  const types = new Map(flow.actions.map(({ identifier, type }) => [identifier, type]));
  const isSame = [...passage.visits].every(([action, [visit]]) => types.get(action) === visit?.started.actionType);
  return isSame ? flow : "changed";
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
