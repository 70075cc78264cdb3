/** How the page of a report looks. Every pair of text and ground has at least WCAG's AA contrast, in light and in dark. */
export const style = `
:root { color-scheme: light dark; --ground: #f5f6f8; --paper: #fff; --ink: #1b1f24; --muted: #545c66; --line: #d5dae0; --red: #b3261e; --red-ground: #fdecea; --amber: #7a4a00; --amber-ground: #fff3d6; --green: #1a6b3c; --blue: #1f5fa8; --cyan: #00677a; --cold: #8296ad; --code: #eef0f3 }
@media (prefers-color-scheme: dark) { :root { --ground: #121518; --paper: #1b1f24; --ink: #e7eaee; --muted: #a8b1bc; --line: #39414a; --red: #ff9d92; --red-ground: #3a1d1a; --amber: #f4c266; --amber-ground: #33280d; --green: #7fd4a0; --blue: #86b6f2; --cyan: #6fd0e0; --cold: #8296ad; --code: #262c33 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, "Hiragino Sans", "Noto Sans CJK JP", sans-serif; overflow-wrap: anywhere }
header { border-bottom: 1px solid var(--line); padding-bottom: .75rem }
p { margin: .25rem 0 }
.product { font-weight: 600; color: var(--muted) }
h1 { margin: .1rem 0; font-size: 1.75rem; line-height: 1.2 }
h1.found { color: var(--red) } h1.clean { color: var(--green) }
h2 { margin: 2rem 0 .5rem; font-size: 1.25rem } h3 { margin: 1.25rem 0 .4rem; font-size: 1rem }
a { color: var(--blue) }
.verdict { font-size: 1.05rem } .muted { color: var(--muted); font-size: .9rem }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .5rem; margin: 1rem 0 0 }
.tiles div { display: flex; flex-direction: column-reverse; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem }
.tiles dt { color: var(--muted); font-size: .85rem } .tiles dd { margin: 0; font-size: 1.4rem; font-weight: 600; font-variant-numeric: tabular-nums }
details { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .9rem; margin: .6rem 0 }
summary { cursor: pointer } summary:focus-visible, .drawing:focus-visible, a:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px }
.finding > summary { display: flex; gap: .7rem; align-items: baseline; list-style: none } .finding > summary::-webkit-details-marker { display: none }
.number { flex: none; min-width: 1.9em; text-align: center; border-radius: 1em; background: var(--red); color: var(--paper); font-weight: 600; font-size: .9rem }
.kind { font-weight: 700; color: var(--red) } .place { font-weight: 600 } .message { display: block }
.finding > summary::after { content: "+"; margin-left: auto; color: var(--muted); font-weight: 700 } .finding[open] > summary::after { content: "\\2212" }
.deviations { margin: 0; padding: .5rem .8rem .5rem 1.9rem; background: var(--amber-ground); border-radius: .4rem } .deviations li::marker { content: "! "; color: var(--amber); font-weight: 700 } .deviations strong { color: var(--amber) } .deviations .muted, .point { display: block; color: var(--ink) }
code, pre { font: .86rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK JP", monospace } .point { font-size: .8rem }
.copy { margin: .3rem 0; padding: .6rem .8rem; background: var(--code); border-radius: .4rem; white-space: pre-wrap; user-select: all } .copy::after { content: "A click selects it." ; display: block; user-select: none; color: var(--muted); font: .78rem system-ui, sans-serif }
.file { border: 0; padding: 0; background: none; color: var(--muted) } .file .copy { color: var(--ink) }
.drawing { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; padding: .3rem }
.lanes { display: block; width: 100%; min-width: 46rem; height: auto }
table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600; color: var(--muted); font-size: .85rem } th, td { padding: .12rem .5rem; vertical-align: top } tbody tr + tr { border-top: 1px solid var(--line) }
.timeline { margin-top: .8rem; font-size: .9rem } .timeline .at { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; width: 3.5rem } .timeline th:first-child { text-align: right } .timeline .subject { color: var(--muted); white-space: nowrap; width: 4.5rem } .timeline .words { white-space: pre-wrap }
.alarming td, .alarming .subject { color: var(--red) } .deviates td, .deviates .subject { color: var(--amber); background: var(--amber-ground); font-weight: 600 }
.coverage { font-size: .88rem } .missed td:first-child { color: var(--amber); font-weight: 600 } .points { columns: 20rem; font-size: .85rem; margin: .4rem 0 } .none { color: var(--green); font-weight: 600 }
.lanes text { fill: var(--ink); font: 12px system-ui, "Hiragino Sans", "Noto Sans CJK JP", sans-serif } .lanes .axis { fill: var(--muted); font-size: 11px } .lanes .name { font-weight: 600; white-space: pre } .lanes .alarming { fill: var(--red) }
.grid, .row { stroke: var(--line) } .grid { stroke-dasharray: 2 3 }
.caller { fill: var(--muted) } .said { fill: var(--paper); stroke: var(--muted); stroke-width: 2 }
.limit { fill: none; stroke: var(--blue); stroke-dasharray: 4 3 } .limit-end { stroke: var(--blue); stroke-width: 3 } .block { fill: var(--blue); opacity: .75 }
.cold { fill: none; stroke: var(--cold); stroke-dasharray: 2 2 } .ran { fill: var(--green) } .broke { fill: var(--red) } .orphaned { stroke: var(--red) } .hatch { fill: var(--red) } .hatch-ground { fill: var(--paper) }
.request { fill: var(--cyan) } .again { fill: var(--red) } .answered { fill: var(--paper); stroke: var(--cyan); stroke-width: 2.5 } .answered.again { stroke: var(--red) } .cross { stroke: var(--ink); stroke-width: 2.2; fill: none }
.deviation { fill: var(--amber) } .deviation-at { stroke: var(--amber); stroke-width: 1.5 }
@media (max-width: 30rem) { body { padding: 1rem .6rem 3rem } details { padding: .5rem .6rem } h1 { font-size: 1.4rem } th, td { padding: .12rem .25rem } .timeline .subject { width: 3.4rem } .timeline .at { width: 2.6rem } }
`;
