import type { ComponentChildren } from "preact";

/** Views of one thing, of which one is shown: the arrow keys lead from tab to tab. https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs<Tab extends string>({
  name,
  tabs,
  label,
  shown,
  show,
  children,
}: {
  readonly name: string;
  readonly tabs: readonly Tab[];
  readonly label: (tab: Tab) => ComponentChildren;
  readonly shown: Tab;
  readonly show: (tab: Tab) => void;
  readonly children: ComponentChildren;
}) {
  const moved = (event: KeyboardEvent) => {
    const at = tabs.indexOf(shown);
    const to = { ArrowLeft: at - 1, ArrowRight: (at + 1) % tabs.length, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to);
    if (next === undefined) return;
    event.preventDefault();
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
            {label(tab)}
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
