import type { ComponentChildren } from "preact";
import { addressOfScenario, type Scenario } from "./scenario.ts";
import { bringMainIntoSight } from "./sight.ts";

/** Leads to a call as it might be. */
export function WhatIfLink({
  scenario,
  children,
}: {
  readonly scenario: Scenario;
  readonly children: ComponentChildren;
}) {
  return (
    <a class="what-if-link" href={addressOfScenario(scenario)} onClick={bringMainIntoSight}>
      {children}
    </a>
  );
}
