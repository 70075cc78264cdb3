import { createHash } from "node:crypto";
import { labelOf } from "../../journal/timeline.ts";
import { counterexampleText } from "./counterexample-file.ts";
import { lanesSvg } from "./lanes-svg.ts";
import { attributes, text } from "./markup.ts";
import { describeVerdict, deviations, type Report } from "./report.ts";
import { style } from "./report-style.ts";
import {
  countFindings,
  describeSubject,
  type Printing,
  type ShownFinding,
  shownFindings,
  uncovered,
} from "./report-words.ts";
import type { RunLine } from "./run-timeline.ts";

/** A search's report as one page that needs nothing else: no script, nothing from anywhere. It opens from a CI artifact. */
export function reportHtml(report: Report, printing: Printing): string {
  const { subject, ringonce, verdict, findings } = report;
  const title = `${countFindings(report)} on ${subject.number}`;
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"${attributes({ content: policy })}>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${text(`${title} — ringonce`)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="product">ringonce explore</p>
<h1${attributes({ class: findings.length === 0 ? "clean" : "found" })}>${text(title)}</h1>
<p class="verdict">${text(sentence(describeVerdict(verdict)))}</p>
<p class="muted">${text(describeSubject(report))}; seed ${subject.seed}; ringonce ${text(ringonce)}</p>
</header>
<main>
${summary(report)}
<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
${findings.length === 0 ? '<p class="none">No run showed a finding.</p>' : shownFindings(report, printing).map(finding).join("\n")}
</section>
${coverage(report)}
</main>
</body>
</html>
`;
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

function summary(report: Report): string {
  const { all } = report.transitions;
  const tiles = [
    ["findings", report.findings.length],
    ["runs", report.runs],
    ["distinct outcomes", report.outcomes.length],
    ["choice points", report.points.length],
    ["transitions covered", `${all.length - uncovered(report).length}/${all.length}`],
  ] as const;
  return `<dl class="tiles">${tiles.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
}

function finding(shown: ShownFinding): string {
  const { type, place, message, counterexample, lanes, timeline } = shown.finding;
  const { number, sameRunAs, replay, file } = shown;
  const happened = counterexample.deviations.map(
    ({ name, subject, point }) =>
      `<li><strong>${text(name)}</strong> <span class="muted">${text(subject)}</span> <code class="point">${text(point)}</code></li>`,
  );
  const run =
    sameRunAs === undefined
      ? `<section class="drawing" tabindex="0" aria-label="The run of finding ${number}, drawn">${lanesSvg(lanes, timeline, `run-${number}`)}</section>
${timelineTable(timeline)}`
      : `<p>The run of <a href="#finding-${sameRunAs}">finding ${sameRunAs}</a> shows it.</p>`;
  return `<details class="finding" id="finding-${number}"${number === 1 ? " open" : ""}>
<summary><span class="number">${number}</span><span class="what"><span class="kind">${type}</span> <span class="place">at ${text(place)}</span><span class="message">${text(message)}</span></span></summary>
<h3>It takes ${deviations(happened.length)}</h3>
${happened.length === 0 ? "<p>Nothing needs to go wrong.</p>" : `<ul class="deviations">${happened.join("")}</ul>`}
<h3>What happens</h3>
${run}
<h3>Play it again</h3>
<pre class="copy"><code>${text(replay)}</code></pre>
<details class="file"><summary>The file that this command reads, <code>${text(file)}</code></summary>
<pre class="copy"><code>${text(counterexampleText(counterexample))}</code></pre></details>
</details>`;
}

function timelineTable(timeline: readonly RunLine[]): string {
  const several = timeline.some(({ call }) => call > 1);
  const rows = timeline.map(({ atMs, call, subject, text: words, alarming }) => {
    const kind = subject === "deviation" ? "deviates" : alarming ? "alarming" : undefined;
    const cells = [
      `<td class="at">${(atMs / 1_000).toFixed(1)}</td>`,
      several ? `<td>${call}</td>` : "",
      `<td class="subject">${text(labelOf(subject))}</td>`,
      `<td class="words">${text(words)}</td>`,
    ];
    return `<tr${attributes({ class: kind })}>${cells.join("")}</tr>`;
  });
  const heads = ["s", ...(several ? ["call"] : []), "kind", "what happens"].map(
    (head) => `<th scope="col">${head}</th>`,
  );
  return `<table class="timeline"><thead><tr>${heads.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

function coverage(report: Report): string {
  const { transitions, points } = report;
  const missed = new Set(uncovered(report));
  const rows = transitions.all
    .toSorted((one, other) => Number(missed.has(other)) - Number(missed.has(one)))
    .map((arrow) => {
      const [, flow = "", way = arrow] = /^(.*?): (.*)$/.exec(arrow) ?? [];
      const mark = missed.has(arrow) ? "never taken" : "taken";
      return `<tr${attributes({ class: missed.has(arrow) ? "missed" : undefined })}><td>${mark}</td><td>${text(flow)}</td><td>${text(way)}</td></tr>`;
    });
  return `<section aria-labelledby="coverage">
<h2 id="coverage">Coverage</h2>
<p class="muted">Transitions of the flows that calls entered, and the moments at which the world was given a choice.</p>
<details><summary>${transitions.all.length} transitions, ${missed.size} of them never taken</summary>
<table class="coverage"><thead><tr><th scope="col">by any call</th><th scope="col">flow</th><th scope="col">transition</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></details>
<details><summary>${points.length} choice points</summary>
<ul class="points">${points.map((point) => `<li><code>${text(point)}</code></li>`).join("\n")}</ul></details>
</section>`;
}
