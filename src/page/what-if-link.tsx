import { addressOfScenario, type Scenario } from "./scenario.ts";
import { bringMainIntoSight } from "./sight.ts";
import { words } from "./words.ts";

/** Leads from a call to the same call under other circumstances. */
export function WhatIfLink({ scenario }: { readonly scenario: Scenario }) {
  return (
    <a class="what-if-link" href={addressOfScenario(scenario)} onClick={bringMainIntoSight}>
      {words.value.whatIf.title}
    </a>
  );
}
