import type { Cell } from "./sweep.ts";

/** The grid for a terminal: a row for each block time-out, a column for each function time-out. */
export function sweepText(cells: readonly Cell[]): string {
  const functions = [...new Set(cells.map(({ functionSeconds }) => functionSeconds))];
  const blocks = [...new Set(cells.map(({ blockSeconds }) => blockSeconds))];
  const row = (name: string, columns: readonly string[]) =>
    `${name.padEnd(10)}${columns.map((column) => column.padStart(11)).join("")}`;
  const lines = blocks.map((block) => {
    const ofBlock = cells.filter(({ blockSeconds }) => blockSeconds === block);
    return row(
      `block ${block} s`,
      functions.map((seconds) => mark(ofBlock.find((cell) => cell.functionSeconds === seconds))),
    );
  });
  return [
    row(
      "",
      functions.map((seconds) => `fn ${seconds} s`),
    ),
    ...lines,
    "",
    "Each cell: how often a function was started / how many requests that change something reached an API, and the branch",
    "that the last Invoke block took: ok for success, err for error. What the caller hears there is up to the flow.",
    "!! is a duplicate execution, ! another finding.",
  ].join("\n");
}

function mark(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  const branch = cell.branch === "success" ? "ok" : cell.branch === "error" ? "err" : "-";
  return `${cell.starts}/${cell.requests} ${branch}${alarm(cell)}`;
}

/** How bad it is, without a colour. */
export function alarm({ findings }: Cell): "" | "!" | "!!" {
  if (findings.includes("duplicate-execution")) return "!!";
  return findings.length > 0 ? "!" : "";
}
