import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { FieldProblem } from "./field-problem.tsx";
import { blockSecondsMax, functionSecondsMax, gridMax } from "./limits.ts";
import type { SweptCell } from "./protocol.ts";
import { type RangeProblem, secondsIn } from "./range.ts";
import { addressOfScenario, type Scenario, wishOf } from "./scenario.ts";
import { sweep } from "./simulation.ts";
import { words } from "./words.ts";

/** What is swept over, as it was left. At first around what a developer would set: Connect's most is 8 s, and Lambda's usual 3 s. Chosen. */
const ranges = signal({ blocks: "3-8", functions: "3-10" });

interface Grid {
  /** Under which circumstances. */
  readonly of: string;
  readonly blocks: readonly number[];
  readonly functions: readonly number[];
  /** Those that have been played. */
  readonly cells: readonly SweptCell[];
  readonly problem: string | undefined;
}

/** The same call under every pair of time-outs around: how often it acts, and which branch it takes. */
export function SweepGrid({ scenario, isPlayable }: { readonly scenario: Scenario; readonly isPlayable: boolean }) {
  const of = circumstances(scenario);
  const grid = useSignal<Grid | undefined>(undefined);
  const stop = useSignal<AbortController | undefined>(undefined);
  // Under other circumstances the cells would be untrue.
  useEffect(
    () => () => {
      stop.value?.abort();
      stop.value = undefined;
    },
    [of, stop],
  );
  const { grid: says } = words.value.whatIf;
  const blocks = secondsIn(ranges.value.blocks, blockSecondsMax);
  const functions = secondsIn(ranges.value.functions, functionSecondsMax);
  const start = async () => {
    if (typeof blocks === "string" || typeof functions === "string") return;
    const controller = new AbortController();
    stop.value = controller;
    grid.value = { of, blocks, functions, cells: [], problem: undefined };
    const { blockSeconds: _block, functionSeconds: _function, ...call } = wishOf(scenario);
    await sweep({ ...call, blocks, functions }, controller.signal, (line) => {
      const now = grid.value;
      if (now === undefined || controller.signal.aborted) return;
      grid.value = "problem" in line ? { ...now, ...line } : { ...now, cells: [...now.cells, line] };
    });
    if (stop.value === controller) stop.value = undefined;
  };
  return (
    <section class="sweep" aria-labelledby="sweep-title">
      <h3 id="sweep-title">{says.title}</h3>
      <form
        class="bar"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const wrong = typeof blocks === "string" ? "blocks" : typeof functions === "string" ? "functions" : undefined;
          if (wrong === undefined) void start();
          else event.currentTarget.querySelector<HTMLElement>(`[name=${wrong}]`)?.focus();
        }}
      >
        <RangeField name="blocks" label={says.blocks} max={blockSecondsMax} read={blocks} />
        <RangeField name="functions" label={says.functions} max={functionSecondsMax} read={functions} />
        {stop.value === undefined ? (
          <button type="submit" disabled={!isPlayable}>
            {says.sweep}
          </button>
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
      {grid.value?.of === of ? <Cells grid={grid.value} scenario={scenario} /> : <p class="hint">{says.hint}</p>}
    </section>
  );
}

function RangeField({
  name,
  label,
  max,
  read,
}: {
  readonly name: keyof typeof ranges.value;
  readonly label: string;
  readonly max: number;
  readonly read: readonly number[] | RangeProblem;
}) {
  const { problems } = words.value.whatIf.grid;
  const problem = typeof read === "string" ? problems[read](read === "outOfBounds" ? max : gridMax) : undefined;
  return (
    <div class="range">
      <label>
        <span>{label}</span>
        <input
          name={name}
          size={6}
          inputMode="text"
          autocomplete="off"
          aria-invalid={problem !== undefined}
          aria-describedby={`${name}-problem`}
          value={ranges.value[name]}
          onChange={({ currentTarget }) => {
            ranges.value = { ...ranges.value, [name]: currentTarget.value };
          }}
        />
      </label>
      <FieldProblem id={`${name}-problem`} text={problem} />
    </div>
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
  const refused = problem !== undefined && (
    <p class="unplayable" role="alert">
      {problem}
    </p>
  );
  if (refused !== false && cells.length === 0) return refused;
  return (
    <>
      {refused}
      <p class="progress" role="status">
        {says.progress(cells.length, blocks.length * functions.length)}
      </p>
      <div class="cells">
        <table ref={table} aria-labelledby="sweep-title" onKeyDown={moved}>
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

/** Everything but the time-outs: what a sweep keeps as it is. */
function circumstances(scenario: Scenario): string {
  return addressOfScenario({ ...scenario, blockSeconds: 1, functionSeconds: 1 });
}
