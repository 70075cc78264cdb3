import type { Cell } from "./sweep.ts";
import { alarm } from "./sweep-text.ts";

const width = 78;
const height = 48;
const left = 96;
const top = 64;

/** The grid as a heat map that can be read without colour: each cell says in words what its shade says. */
export function sweepSvg(cells: readonly Cell[], title: string): string {
  const functions = [...new Set(cells.map(({ functionSeconds }) => functionSeconds))];
  const blocks = [...new Set(cells.map(({ blockSeconds }) => blockSeconds))];
  const across = left + functions.length * width + 16;
  const down = top + blocks.length * height + 40;
  const columns = functions.map(
    (seconds, index) =>
      `<text class="axis" x="${left + (index + 0.5) * width}" y="${top - 10}" text-anchor="middle">function ${seconds} s</text>`,
  );
  const rows = blocks.map(
    (seconds, index) =>
      `<text class="axis" x="${left - 10}" y="${top + (index + 0.5) * height + 4}" text-anchor="end">block ${seconds} s</text>`,
  );
  const boxes = cells.map((cell) =>
    box(cell, functions.indexOf(cell.functionSeconds), blocks.indexOf(cell.blockSeconds)),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${across} ${down}" width="${across}" height="${down}" role="img" aria-label="${escaped(title)}">
<style>text { font: 12px system-ui, sans-serif; fill: #111 } .axis { font-size: 11px } .title { font-size: 15px; font-weight: 600 } .branch { font-size: 11px } rect { stroke: #555 }</style>
<rect x="0" y="0" width="${across}" height="${down}" style="fill: #fff; stroke: none"/>
<text class="title" x="12" y="24">${escaped(title)}</text>
${[...columns, ...rows, ...boxes].join("\n")}
<text class="axis" x="12" y="${down - 14}">starts of functions / requests that changed something; the last Invoke block's branch; !! duplicate execution, ! another finding</text>
</svg>
`;
}

/** Light to dark: nothing wrong, a finding, a duplicate. */
const shades = { "": "#f4f8f4", "!": "#f6e3b4", "!!": "#e79a8c" } as const;

function box(cell: Cell, column: number, row: number): string {
  const x = left + column * width;
  const y = top + row * height;
  const branch = cell.branch ?? "no branch";
  const counts = `${cell.starts} / ${cell.requests} ${alarm(cell)}`.trim();
  return `<g><title>${escaped(`block ${cell.blockSeconds} s, function ${cell.functionSeconds} s: ${cell.findings.join(", ") || "no findings"}`)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" style="fill: ${shades[alarm(cell)]}"/><text x="${x + width / 2}" y="${y + 20}" text-anchor="middle">${counts}</text><text class="branch" x="${x + width / 2}" y="${y + 37}" text-anchor="middle">${branch}</text></g>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
