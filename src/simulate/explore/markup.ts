/** ` name="value"` for each, as XML, SVG and HTML take it. Those without a value are left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) =>
      value === undefined ? "" : ` ${name}="${text(String(value)).replace(/[\t\n\r"]/g, reference)}"`,
    )
    .join("");
}

/** Text as it stands between two tags. A carriage return is written as a reference: a reader would take it for a line's end. */
export function text(value: string): string {
  return value.replace(notInXml, "\ufffd").replace(/[&<>\r]/g, reference);
}

const reference = (character: string): string => `&#${character.charCodeAt(0)};`;

/** What XML 1.0 has no way to say, not even by a reference, half a surrogate pair included (https://www.w3.org/TR/xml/#charsets). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;
