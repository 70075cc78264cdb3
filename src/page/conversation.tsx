import { useLayoutEffect, useRef } from "preact/hooks";
import { all, type ContactRecord } from "../journal/contacts.ts";
import { spoken } from "../journal/spoken.ts";
import { languageOf } from "./speech.ts";
import { words } from "./words.ts";

/** What is said and pressed, as it happens: read out by a screen reader too. */
export function Conversation({ call }: { readonly call: ContactRecord }) {
  const list = useRef<HTMLDivElement>(null);
  const turns = turnsOf(call);
  const listens = listening(call);
  const count = turns.length;
  useLayoutEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <div class="conversation" role="log" aria-label={words.value.heardSoFar} ref={list} tabIndex={0}>
        {turns.map(({ id, who, text }) => (
          <p key={id} class={who}>
            <span class="who">{words.value[who]}</span>
            <span lang={languageOf(text)}>{text}</span>
          </p>
        ))}
      </div>
      <p class="listens" role="status">
        {listens}
      </p>
    </>
  );
}

interface Said {
  readonly id: string;
  readonly who: "line" | "you";
  readonly text: string;
}

/** The keys of one input are one turn. */
function turnsOf({ events }: ContactRecord): readonly Said[] {
  const turns: Said[] = [];
  for (const event of events) {
    if (event.type === "message.started") turns.push({ id: event.id, who: "line", text: spoken(event.message) });
    if (event.type !== "input.key") continue;
    const last = turns.at(-1);
    const id = `keys ${event.id}`;
    if (last?.id === id) turns.splice(-1, 1, { ...last, text: last.text + event.key });
    else turns.push({ id, who: "you", text: event.key });
  }
  return turns;
}

function listening({ events }: ContactRecord): string {
  const { listensForOne, listensForDigits } = words.value;
  const started = all(events, "input.started").at(-1);
  if (started === undefined || all(events, "input.finished").some(({ id }) => id === started.id)) return "";
  const { input } = started;
  if (input.type === "key" || input.digitsMax === 1) return listensForOne;
  return listensForDigits(input.digitsMax, input.terminator);
}
