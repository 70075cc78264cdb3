import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { SweptCell } from "./protocol.ts";
import { addressOfScenario, type Scenario, wishOf } from "./scenario.ts";
import { sweep } from "./simulation.ts";
import { words } from "./words.ts";

/** Around what a developer would set: Connect's most is 8 s, and Lambda's usual 3 s. Chosen. */
const usual = { blocks: "3-8", functions: "3-10" };

interface Grid {
  readonly blocks: readonly number[];
  readonly functions: readonly number[];
  /** Those that have been played. */
  readonly cells: readonly SweptCell[];
  readonly problem: string | undefined;
}

/** The same call under every pair of time-outs around: how often it acts, and which branch it takes. */
export function SweepGrid({ scenario }: { readonly scenario: Scenario }) {
  const grid = useSignal<Grid | undefined>(undefined);
  const stop = useSignal<AbortController | undefined>(undefined);
  useEffect(() => () => stop.value?.abort(), [stop]);
  const { grid: says } = words.value.whatIf;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const named = new FormData(event.currentTarget);
    const blocks = secondsIn(named.get("blocks"));
    const functions = secondsIn(named.get("functions"));
    const controller = new AbortController();
    stop.value = controller;
    grid.value = { blocks, functions, cells: [], problem: undefined };
    const { blockSeconds: _block, functionSeconds: _function, ...call } = wishOf(scenario);
    await sweep({ ...call, blocks, functions }, controller.signal, (line) => {
      const now = grid.value;
      if (now === undefined || controller.signal.aborted) return;
      grid.value = "problem" in line ? { ...now, ...line } : { ...now, cells: [...now.cells, line] };
    });
    if (stop.value === controller) stop.value = undefined;
  };
  return (
    <section class="sweep" aria-label={says.title}>
      <form class="bar" onSubmit={submit}>
        <label>
          <span>{says.blocks}</span>
          <input name="blocks" required pattern="[1-8](-[1-8])?" size={4} defaultValue={usual.blocks} />
        </label>
        <label>
          <span>{says.functions}</span>
          <input
            name="functions"
            required
            pattern="[1-9][0-9]?(-[1-9][0-9]?)?"
            size={5}
            defaultValue={usual.functions}
          />
        </label>
        {stop.value === undefined ? (
          <button type="submit">{says.sweep}</button>
        ) : (
          <button
            type="button"
            onClick={() => {
              stop.value?.abort();
              stop.value = undefined;
            }}
          >
            {says.stop}
          </button>
        )}
      </form>
      {grid.value === undefined ? <p class="hint">{says.hint}</p> : <Cells grid={grid.value} scenario={scenario} />}
    </section>
  );
}

function Cells({ grid, scenario }: { readonly grid: Grid; readonly scenario: Scenario }) {
  const table = useRef<HTMLTableElement>(null);
  const { grid: says, wholeSeconds } = words.value.whatIf;
  const { blocks, functions, cells, problem } = grid;
  const isCurrent = (cell: SweptCell) =>
    cell.blockSeconds === scenario.blockSeconds && cell.functionSeconds === scenario.functionSeconds;
  // The one that the tab key comes to; the arrow keys lead to the others.
  const reached = cells.find(isCurrent) ?? cells[0];
  const moved = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (by === undefined || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const [down = 0, right = 0] = by;
    const cell = event.target.closest("td");
    const row = cell?.parentElement;
    if (!(row instanceof HTMLTableRowElement)) return;
    const next = table.current?.rows.item(row.rowIndex + down)?.cells.item((cell?.cellIndex ?? 0) + right);
    next?.querySelector("a")?.focus();
  };
  return (
    <>
      {problem !== undefined && (
        <p class="unplayable" role="alert">
          {problem}
        </p>
      )}
      <div class="cells">
        <table ref={table} onKeyDown={moved}>
          <caption>
            {says.title} <span role="status">{says.progress(cells.length, blocks.length * functions.length)}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{says.corner}</th>
              {functions.map((seconds) => (
                <th key={seconds} scope="col">
                  {wholeSeconds(seconds)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {blocks.map((block) => (
              <tr key={block}>
                <th scope="row">{wholeSeconds(block)}</th>
                {functions.map((seconds) => {
                  const cell = cells.find((one) => one.blockSeconds === block && one.functionSeconds === seconds);
                  return (
                    <td key={seconds}>
                      {cell !== undefined && (
                        <CellLink
                          cell={cell}
                          scenario={scenario}
                          isCurrent={isCurrent(cell)}
                          isReached={cell === reached}
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">{says.legend}</p>
    </>
  );
}

/** Colour, signs and numbers say the same; the link leads to the call's timeline. */
function CellLink({
  cell,
  scenario,
  isCurrent,
  isReached,
}: {
  readonly cell: SweptCell;
  readonly scenario: Scenario;
  readonly isCurrent: boolean;
  readonly isReached: boolean;
}) {
  const { grid: says, verdict } = words.value.whatIf;
  const { blockSeconds, functionSeconds, starts, requests, branch } = cell;
  const alarm = alarmOf(cell);
  const text = `${starts}/${requests} ${says.branches[branch ?? "none"]}${signs[alarm]}`;
  return (
    <a
      class={alarm}
      href={addressOfScenario({ ...scenario, blockSeconds, functionSeconds })}
      aria-current={isCurrent}
      aria-label={`${text}: ${verdict(cell)}`}
      tabIndex={isReached ? 0 : -1}
      onClick={() => document.querySelector(".verdict")?.scrollIntoView({ block: "nearest" })}
    >
      {text}
    </a>
  );
}

const signs = { fine: "", found: " !", twice: " !!" } as const;

function alarmOf({ findings }: SweptCell): keyof typeof signs {
  if (findings.includes("duplicate-execution")) return "twice";
  return findings.length > 0 ? "found" : "fine";
}

/** "3-8", or "5": whole seconds. */
function secondsIn(range: FormDataEntryValue | null): readonly number[] {
  const [from = 1, to = from] = String(range).split("-").map(Number);
  return Array.from({ length: Math.max(0, to - from) + 1 }, (_, index) => from + index);
}
