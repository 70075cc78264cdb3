import type { Instance } from "../connect/instance.ts";

/** What `/` shows: which numbers can be dialled, and how. */
export function welcome({ alias, phoneNumbers }: Instance, url: string): string {
  const rows = [...phoneNumbers].map(
    ([number, flow]) => `<tr><td><code>${escaped(number)}</code></td><td>${escaped(flow)}</td></tr>`,
  );
  const [first = "+81312340001"] = phoneNumbers.keys();
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>ringonce: ${escaped(alias)}</title>
<style>:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif } body { margin: 2rem auto; max-width: 50rem; padding: 0 1rem } td { padding: .2rem 1.5rem .2rem 0 } pre { overflow-x: auto }</style>
<h1>${escaped(alias)}</h1>
<p>These numbers are answered:</p>
<table>${rows.join("\n")}</table>
<p>Dial one in a terminal with <code>ringonce call ${escaped(first)}</code>, or dial this running line, whose database stays, with a script. The answer is the record of the call, line by line:</p>
<pre>curl -N ${escaped(url)}/calls -d '{"number":"${escaped(first)}","press":["1"]}'</pre>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
