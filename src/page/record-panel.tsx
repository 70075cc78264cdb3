import { CopyButton } from "./copy-button.tsx";
import type { Row, Step } from "./rows.ts";
import { words } from "./words.ts";

/** The exact record of what is pointed at in the timeline. */
export function RecordPanel({
  row,
  step,
  startMs,
}: {
  readonly row: Row;
  readonly step: Step;
  readonly startMs: number;
}) {
  const text = () => step.events.map((event) => JSON.stringify(event)).join("\n");
  return (
    <section class="record" aria-label={words.value.record}>
      <div class="bar">
        <h3>
          <span class="at">{words.value.seconds(step.atMs)}</span> {row.name}
        </h3>
        <CopyButton text={text} />
      </div>
      <p class={row.isAlarming ? "alarming" : undefined}>{step.words}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="events" tabIndex={0} aria-label={words.value.exactly}>
        {step.events.map((event) => (
          <pre key={`${event.type} ${event.at}`}>
            <span class="at">{words.value.seconds(event.at - startMs)}</span> {event.type}
            {"\n"}
            {JSON.stringify(rest(event), null, 1).slice(2, -2)}
          </pre>
        ))}
      </section>
    </section>
  );
}

function rest({ at: _at, type: _type, ...others }: Step["events"][number]): object {
  return others;
}
