import { signal, useSignal } from "@preact/signals";
import { apisOf, FaultOptions } from "./api-conditions.tsx";
import { latencyMsMax, phoneNumber } from "./limits.ts";
import { dial } from "./line.ts";
import { isOpening, scenario } from "./opened.ts";
import { Aloud } from "./phone.tsx";
import type { ConditionWish, Dialled, DialWish, InstanceView } from "./protocol.ts";
import { addressOfScenario, scenarioFor, unusual } from "./scenario.ts";
import { bringMainIntoSight } from "./sight.ts";
import { TimeChoice } from "./simulated-speed.tsx";
import { words } from "./words.ts";

/** What was dialled last: the form comes back as it was left. */
const last = signal<DialWish | undefined>(undefined);

/** What is to be dialled, from where, and what the APIs behind the line do meanwhile. */
export function DialForm({
  instance,
  dialled,
}: {
  readonly instance: InstanceView;
  readonly dialled: (call: Dialled, wish: DialWish) => Promise<void>;
}) {
  const isDialling = useSignal(false);
  const { number, call, from, conditions } = words.value;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement) || isDialling.value) return;
    isDialling.value = true;
    const wish = wishOf(new FormData(event.currentTarget), instance);
    last.value = wish;
    const made = await dial(wish);
    if (made !== undefined) await dialled(made, wish);
    isDialling.value = false;
  };
  const apis = apisOf(instance);
  return (
    <form onSubmit={submit}>
      <fieldset>
        <legend>{number}</legend>
        <div class="numbers">
          {instance.phoneNumbers.map((one, index) => (
            <label key={one.number} title={one.flow}>
              <input
                type="radio"
                name="number"
                value={one.number}
                defaultChecked={last.value === undefined ? index === 0 : last.value.number === one.number}
              />
              <span class="number">{one.number}</span>
              <span class="flow">{one.flow}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label>
        <span>{from}</span>
        <input
          name="from"
          type="tel"
          required
          pattern={phoneNumber.source}
          title={words.value.whatIf.problems.from}
          defaultValue={last.value?.from ?? "+819012345678"}
        />
      </label>
      <TimeChoice speed={last.value?.speed} />
      {apis.length > 0 && (
        <details open={Object.values(last.value?.conditions ?? {}).some(isUnusual)}>
          <summary>{conditions}</summary>
          {apis.map(({ name }) => (
            <Condition key={name} name={name} faults={instance.faults} />
          ))}
        </details>
      )}
      <button type="submit" class="call" disabled={isDialling.value || isOpening.value}>
        {call}
      </button>
      {/* Where one is open already it has a form of its own, and nothing of it is to be thrown away. */}
      {scenario.value === undefined && (
        <button
          type="button"
          onClick={({ currentTarget: { form } }) => {
            if (form === null) return;
            const { number, from = "", conditions = {} } = wishOf(new FormData(form), instance);
            const chosen = Object.values(conditions).some(isUnusual) ? unusual(conditions) : {};
            location.hash = addressOfScenario({ ...scenarioFor(instance, number), from, ...chosen });
            bringMainIntoSight();
          }}
        >
          {words.value.whatIf.title}
        </button>
      )}
      <Aloud />
    </form>
  );
}

function Condition({ name, faults }: { readonly name: string; readonly faults: readonly string[] }) {
  const { latency, fault } = words.value;
  const before = last.value?.conditions?.[name];
  return (
    <>
      <label>
        <span>{latency(name)}</span>
        <input
          name={`latency ${name}`}
          type="number"
          min="0"
          max={latencyMsMax}
          step="100"
          defaultValue={before?.latencyMs ?? 0}
        />
      </label>
      <label>
        <span>{fault(name)}</span>
        <select name={`fault ${name}`}>
          <FaultOptions faults={faults} chosen={before?.fault ?? ""} />
        </select>
      </label>
    </>
  );
}

function isUnusual({ latencyMs = 0, fault }: ConditionWish): boolean {
  return latencyMs > 0 || fault !== undefined;
}

function wishOf(form: FormData, instance: InstanceView): DialWish {
  const text = (name: string) => String(form.get(name) ?? "");
  const conditions = apisOf(instance).map(({ name }) => {
    const fault = text(`fault ${name}`);
    return [name, { latencyMs: Number(text(`latency ${name}`)), ...(fault !== "" && { fault }) }] as const;
  });
  const speed = text("speed");
  return {
    number: text("number"),
    from: text("from"),
    conditions: Object.fromEntries(conditions),
    ...(speed !== "" && { speed: Number(speed) }),
  };
}
