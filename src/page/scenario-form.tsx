import { apisOf, FaultOptions } from "./api-conditions.tsx";
import { FieldProblem } from "./field-problem.tsx";
import { blockSecondsMax, pressesMax } from "./limits.ts";
import type { InstanceView } from "./protocol.ts";
import { pressesOf, type Scenario, type ScenarioProblems } from "./scenario.ts";
import { words } from "./words.ts";

/** How far the sliders go, where nothing known lies beyond. Chosen: around Connect's 8 s, and its 20 s for functions in a row. */
const functionSecondsShown = 15;
const latencyMsShown = 20_000;

interface Change {
  /** With every movement of the hand. */
  readonly change: (changed: Partial<Scenario>) => void;
  /** The hand has come to rest. */
  readonly keep: () => void;
}

/** The circumstances of a call: who calls and presses what, the time-outs, and what the APIs do. */
export function ScenarioForm({
  instance,
  scenario,
  problems,
  change,
  keep,
}: Change & {
  readonly instance: InstanceView;
  readonly scenario: Scenario;
  readonly problems: ScenarioProblems | undefined;
}) {
  const { number, from } = words.value;
  const { presses, pressesHint, block, functionTimeout, problems: say } = words.value.whatIf;
  const { functions, phoneNumbers } = instance;
  const longest = Math.max(...functions.map(({ timeoutMs }) => Math.ceil(timeoutMs / 1_000)), scenario.functionSeconds);
  return (
    <form class="scenario" onSubmit={(event) => event.preventDefault()} onChange={keep}>
      <div class="caller">
        <div class="wide">
          <label>
            <span>{number}</span>
            <select
              value={scenario.number}
              aria-invalid={problems?.number !== undefined}
              aria-describedby="number-problem"
              onChange={({ currentTarget }) => change({ number: currentTarget.value })}
            >
              {problems?.number !== undefined && <option value={problems.number}>{problems.number}</option>}
              {phoneNumbers.map((one) => (
                <option key={one.number} value={one.number}>
                  {one.number} {one.flow}
                </option>
              ))}
            </select>
          </label>
          <FieldProblem
            id="number-problem"
            text={problems?.number === undefined ? undefined : say.number(problems.number)}
          />
        </div>
        <div>
          <label>
            <span>{from}</span>
            <input
              type="tel"
              value={scenario.from}
              aria-invalid={problems?.from !== undefined}
              aria-describedby="from-problem"
              onChange={({ currentTarget }) => change({ from: currentTarget.value.trim() })}
            />
          </label>
          <FieldProblem id="from-problem" text={problems?.from === undefined ? undefined : say.from} />
        </div>
        <div class="wide">
          <label>
            <span>{presses}</span>
            <input
              type="text"
              inputMode="tel"
              class="number"
              aria-invalid={problems?.press !== undefined}
              aria-describedby="presses-problem presses-hint"
              value={scenario.press.join()}
              onChange={({ currentTarget }) => change({ press: pressesOf(currentTarget.value) })}
            />
          </label>
          <FieldProblem id="presses-problem" text={sayPress(problems?.press)} />
          <small id="presses-hint" class="hint">
            {pressesHint}
          </small>
        </div>
      </div>
      <div class="world">
        <Slider
          name={block}
          value={scenario.blockSeconds}
          {...{ min: 1, max: blockSecondsMax, step: 1 }}
          moved={(blockSeconds) => change({ blockSeconds })}
        />
        <Slider
          name={functionTimeout}
          value={scenario.functionSeconds}
          {...{ min: 1, max: Math.max(functionSecondsShown, longest), step: 1 }}
          moved={(functionSeconds) => change({ functionSeconds })}
        />
        {apisOf(instance).map(({ name }) => (
          <Conditions key={name} {...{ name, faults: instance.faults, scenario, change }} />
        ))}
      </div>
    </form>
  );
}

function sayPress(problem: ScenarioProblems["press"]): string | undefined {
  const { problems: say } = words.value.whatIf;
  if (problem === undefined) return undefined;
  return typeof problem === "string" ? say.press(problem) : say.presses(problem, pressesMax);
}

/** What one API does. */
function Conditions({
  name,
  faults,
  scenario: { latencyMs, fault },
  change,
}: Pick<Change, "change"> & {
  readonly name: string;
  readonly faults: readonly string[];
  readonly scenario: Scenario;
}) {
  const { fault: faultOf } = words.value;
  const { latency } = words.value.whatIf;
  const ms = latencyMs[name] ?? 0;
  return (
    <>
      <Slider
        name={latency(name)}
        value={ms / 1_000}
        {...{ min: 0, max: Math.max(latencyMsShown, ms) / 1_000, step: 0.1 }}
        moved={(seconds) => {
          const moved = Math.round(seconds * 1_000);
          change({ latencyMs: changed(latencyMs, name, moved === 0 ? undefined : moved) });
        }}
      />
      <label>
        <span>{faultOf(name)}</span>
        <select
          value={fault[name] ?? ""}
          onChange={({ currentTarget: { value } }) =>
            change({ fault: changed(fault, name, value === "" ? undefined : value) })
          }
        >
          <FaultOptions faults={faults} chosen={fault[name] ?? ""} />
        </select>
      </label>
    </>
  );
}

function Slider({
  name,
  moved,
  value,
  ...range
}: {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly moved: (value: number) => void;
}) {
  const { seconds, wholeSeconds } = words.value.whatIf;
  const text = range.step < 1 ? seconds(value) : wholeSeconds(value);
  return (
    <label class="slider">
      <span>{name}</span>
      <input
        type="range"
        {...range}
        value={value}
        aria-valuetext={text}
        onInput={({ currentTarget }) => moved(currentTarget.valueAsNumber)}
      />
      <output class="number">{text}</output>
    </label>
  );
}

/** With this value for the name; undefined: without it. */
function changed<Value>(
  values: Readonly<Record<string, Value>>,
  name: string,
  value: Value | undefined,
): Readonly<Record<string, Value>> {
  const others = Object.entries(values).filter(([one]) => one !== name);
  return Object.fromEntries(value === undefined ? others : [...others, [name, value]]);
}
