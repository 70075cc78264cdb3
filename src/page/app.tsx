import { useSignal, useSignalEffect } from "@preact/signals";
import { CallView } from "./call-view.tsx";
import { Calls } from "./calls.tsx";
import { isLost, refusal } from "./line.ts";
import { listing } from "./listed.ts";
import { ListingLinks, ListingView } from "./listing-view.tsx";
import { instance, openFile, scenario } from "./opened.ts";
import { Phone } from "./phone.tsx";
import { language } from "./preferences.ts";
import { WhatIf } from "./what-if.tsx";
import { words } from "./words.ts";

/** The whole page: the phone and the calls at the left, the call that is open at the right. */
export function App() {
  const isOver = useSignal(false);
  useSignalEffect(() => {
    document.title = instance.value === undefined ? "ringonce" : `${instance.value.alias} · ringonce`;
  });
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    isOver.value = false;
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void openFile(file);
  };
  const dragged = (event: DragEvent) => {
    event.preventDefault();
    isOver.value = true;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drag a file chooses one, below the calls
    <div
      class={isOver.value ? "page dropping" : "page"}
      onDragOver={dragged}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={dropped}
    >
      <Header />
      <Notice />
      {instance.value !== undefined && <Phone instance={instance.value} />}
      <Shown />
      <Calls />
    </div>
  );
}

/** What the address says: what an API has made, a call that might be, or a call that was. */
function Shown() {
  if (listing.value !== undefined) return <ListingView shown={listing.value} />;
  if (instance.value !== undefined && scenario.value !== undefined)
    return <WhatIf instance={instance.value} scenario={scenario.value} />;
  return <CallView />;
}

function Header() {
  return (
    <header>
      <h1>
        <svg aria-hidden="true" width="20" height="20" viewBox="0 0 20 20">
          <path class="once" d="M2 6h16" />
          <path class="twice" d="M6 14h12" />
        </svg>
        ringonce
        {instance.value !== undefined && <span class="alias">{instance.value.alias}</span>}
      </h1>
      <ListingLinks />
      <fieldset class="languages" aria-label={words.value.language}>
        {(["en", "ja"] as const).map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            aria-pressed={language.value === one}
            onClick={() => {
              language.value = one;
            }}
          >
            {one === "en" ? "English" : "日本語"}
          </button>
        ))}
      </fieldset>
    </header>
  );
}

/** What did not work, until it is closed or something works. */
function Notice() {
  const { problem, close, lost } = words.value;
  const text = isLost.value ? lost : refusal.value;
  return (
    <div class="notice" role="alert">
      {text !== undefined && (
        <p>
          <strong>{problem}</strong> {text}{" "}
          <button
            type="button"
            onClick={() => {
              refusal.value = undefined;
              isLost.value = false;
            }}
          >
            {close}
          </button>
        </p>
      )}
    </div>
  );
}
