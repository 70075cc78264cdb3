import type { ComponentChildren } from "preact";
import type { CallViewName } from "./address.ts";
import { words } from "./words.ts";

/** Views of one thing, of which one is shown: the arrow keys lead from tab to tab. https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs({
  name,
  tabs,
  shown,
  show,
  children,
}: {
  readonly name: string;
  readonly tabs: readonly CallViewName[];
  readonly shown: CallViewName;
  readonly show: (tab: CallViewName) => void;
  readonly children: ComponentChildren;
}) {
  const moved = ({ key }: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (by === undefined) return;
    const next = tabs.at((tabs.indexOf(shown) + by) % tabs.length) ?? shown;
    show(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={name} onKeyDown={moved}>
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={tab === shown}
            aria-controls={`view-${tab}`}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => show(tab)}
          >
            {words.value[tab]}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div key={tab} role="tabpanel" id={`view-${tab}`} aria-labelledby={`tab-${tab}`} hidden={tab !== shown}>
          {tab === shown && children}
        </div>
      ))}
    </>
  );
}
